package org.samverka.reporting;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real SMTP server, and what it took. */
public final class MailServer implements QuarkusTestResourceLifecycleManager {
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());

    @Override
    public Map<String, String> start() {
        mail.start();
        return Map.of(
                "SAMVERKA_SMTP_HOST",
                "127.0.0.1",
                "SAMVERKA_SMTP_PORT",
                Integer.toString(mail.getSmtp().getPort()));
    }

    @Override
    public void stop() {
        mail.stop();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(mail, new TestInjector.MatchesType(GreenMail.class));
    }
}
