package org.samverka.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Takes every mail to whomever, keeps it in memory and shows it over HTTP; sends nothing on. */
final class MailCatcher implements Part {
    static final String NAME = "mail";

    private final Settings settings;

    MailCatcher(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Listener> listeners() {
        return List.of(Listener.SMTP, Listener.MAIL_WEB);
    }

    @Override
    public void requireBuilt() {
        if (Files.notExists(jar())) {
            throw new StackFailure("The mail catcher is not there (" + jar() + "): ./samverka up fetches it");
        }
    }

    @Override
    public ProcessBuilder process() {
        return new Jvm(settings, NAME)
                .options("-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError")
                .with("-Dgreenmail.smtp.hostname=" + Settings.HOST)
                .with("-Dgreenmail.smtp.port=" + settings.port(Listener.SMTP))
                .with("-Dgreenmail.api.hostname=" + Settings.HOST)
                .with("-Dgreenmail.api.port=" + settings.port(Listener.MAIL_WEB))
                .with("-Dgreenmail.auth.disabled")
                .with("-jar", jar().toString())
                .process();
    }

    @Override
    public boolean ready() throws IOException, InterruptedException {
        return Probe.listens(settings.port(Listener.SMTP))
                && Probe.answers("http://" + settings.address(Listener.MAIL_WEB) + "/api/service/readiness");
    }

    private Path jar() {
        return settings.built("servers/greenmail-standalone-" + Versions.of("greenmail") + ".jar");
    }
}
