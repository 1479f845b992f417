package org.samverka.benchmarks.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.samverka.stack.Listener;
import org.samverka.stack.Stack;

/** The mail server of a stack, spoken to without anything in between: as fast as it takes mail at all. */
final class MailServer {
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;

    MailServer(Stack stack) {
        this.port = stack.settings().port(Listener.SMTP);
    }

    /** How many of the same mails it takes a second on so many connections. */
    double perSecond(String mail, int mails, int connections) throws Exception {
        byte[] data = (mail.replaceAll("\r?\n", "\r\n").replaceAll("(?m)^\\.", "..") + "\r\n.\r\n").getBytes(UTF_8);
        ExecutorService senders = Executors.newFixedThreadPool(connections);
        try {
            long began = System.nanoTime();
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int first = i * (mails / connections);
                work.add(() -> send(data, first, mails / connections));
            }
            for (Future<Integer> sent : senders.invokeAll(work)) {
                sent.get();
            }
            return mails / ((System.nanoTime() - began) / 1e9);
        } finally {
            senders.shutdownNow();
        }
    }

    @SuppressWarnings("AddressSelection") // A literal address of this machine.
    private Integer send(byte[] data, int first, int mails) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            require(in, "220");
            say(out, in, "EHLO bench", "250");
            for (int i = first; i < first + mails; i++) {
                say(out, in, "MAIL FROM:<no-reply@samverka.example>", "250");
                say(out, in, "RCPT TO:<raw-" + i + "@example.org>", "250");
                say(out, in, "DATA", "354");
                out.write(data);
                require(in, "250");
            }
            say(out, in, "QUIT", "221");
        }
        return mails;
    }

    private static void say(OutputStream out, BufferedReader in, String command, String wanted) throws IOException {
        out.write((command + "\r\n").getBytes(US_ASCII));
        require(in, wanted);
    }

    /** The last line of an answer has a space behind its code. */
    private static void require(BufferedReader in, String wanted) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith(wanted + "-")) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(wanted)) {
            throw new IllegalStateException("The mail server answered: " + line);
        }
    }
}
