package org.samverka.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.tukaani.xz.XZInputStream;

/** One PostgreSQL server with a database and a login role per service; what it has committed survives a crash. */
final class Postgres implements Part {
    static final String NAME = "postgres";
    static final String SUPERUSER = "postgres";

    private static final String DUPLICATE_ROLE = "42710";
    private static final String DUPLICATE_DATABASE = "42P04";

    private final Settings settings;

    Postgres(Settings settings) {
        this.settings = settings;
    }

    static String url(Settings settings, String database) {
        return "postgresql://" + settings.address(Listener.POSTGRES) + "/" + database;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Listener> listeners() {
        return List.of(Listener.POSTGRES);
    }

    @Override
    public void prepare(Console console) throws IOException {
        Path cluster = settings.data(NAME);
        if (Files.notExists(cluster.resolve("PG_VERSION"))) {
            Unpacked.delete(cluster);
            Unpacked.folder(cluster, this::initialize);
            console.progress(NAME, "made a new database cluster");
        }
        requireSameMajorVersion(cluster);
    }

    private void initialize(Path cluster) throws IOException {
        Path password = Files.createTempFile("samverka", null);
        try {
            Files.writeString(password, SUPERUSER);
            List<String> initdb = new ArrayList<>(unprivileged());
            initdb.addAll(List.of(
                    binary("initdb"),
                    "--pgdata=" + cluster,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8"));
            OneShot.run(settings.process(initdb), settings.log(NAME));
        } finally {
            Files.delete(password);
        }
    }

    private void requireSameMajorVersion(Path cluster) throws IOException {
        String major = Files.readString(cluster.resolve("PG_VERSION")).trim();
        if (!Versions.of(NAME).startsWith(major + ".")) {
            throw new StackFailure("The kept data is PostgreSQL " + major + "'s, but this is PostgreSQL "
                    + Versions.of(NAME) + ": clear it with ./samverka reset");
        }
    }

    @Override
    public ProcessBuilder process() throws IOException {
        endOrphans();
        forgetAPidThatIsAnothers();
        List<String> command = new ArrayList<>(unprivileged());
        command.addAll(List.of(binary("postgres"), "-D", settings.data(NAME).toString()));
        command.addAll(List.of("-p", Integer.toString(settings.port(Listener.POSTGRES))));
        for (String setting : List.of(
                "listen_addresses=" + Settings.HOST,
                "unix_socket_directories=",
                "max_connections=200",
                "shared_buffers=256MB",
                // An answer to a caller is on the disk.
                "fsync=on",
                "full_page_writes=on",
                "synchronous_commit=on",
                "wal_buffers=16MB",
                "min_wal_size=256MB",
                "max_wal_size=2GB",
                "checkpoint_timeout=15min",
                "random_page_cost=1.1",
                // Short statements only: compiling them would cost more than it gains.
                "jit=off",
                "log_line_prefix=%m %u@%d ")) {
            command.addAll(List.of("-c", setting));
        }
        command.addAll(List.of(settings.variable("SAMVERKA_POSTGRES_OPTS", "").split("\\s+")));
        command.removeIf(String::isEmpty);
        return settings.process(command);
    }

    @Override
    public boolean ready() throws SQLException {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet one = statement.executeQuery("SELECT 1")) {
            return one.next();
        }
    }

    @Override
    public void settle() throws SQLException, IOException {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String sql : statements(settings.checkout().resolve("deploy/postgres/init.sql"))) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    if (!Set.of(DUPLICATE_ROLE, DUPLICATE_DATABASE).contains(e.getSQLState())) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Fast shutdown: does not wait for clients to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    private Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", SUPERUSER);
        login.setProperty("connectTimeout", "3");
        login.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:" + url(settings, database), login);
    }

    private static List<String> statements(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("--"))
                .toList();
    }

    /**
     * When the server itself was killed, a process of it that is busy with a query lives on and bars the way. Ending it
     * loses nothing: what it has committed is in the log, and nobody listens to it any more.
     */
    private void endOrphans() {
        Path cluster = settings.data(NAME);
        ProcessHandle.allProcesses()
                .filter(process -> isPostgres(process) && worksIn(cluster, process))
                .forEach(orphan -> {
                    orphan.destroyForcibly();
                    orphan.onExit().join();
                });
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/postgres");
    }

    /** Only Linux tells; elsewhere the start is tried again until they have ended. */
    private static boolean worksIn(Path cluster, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(cluster.toRealPath());
        } catch (IOException unknown) {
            return false;
        }
    }

    /** After a crash of the machine the pid in the lock file may be another program's; PostgreSQL would not start. */
    private void forgetAPidThatIsAnothers() throws IOException {
        Path lockFile = settings.data(NAME).resolve("postmaster.pid");
        if (Files.exists(lockFile)) {
            List<String> lines = Files.readAllLines(lockFile);
            boolean anothers = lines.stream()
                    .limit(1)
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.trim())).stream())
                    .anyMatch(process -> !isPostgres(process));
            if (anothers) {
                Files.delete(lockFile);
            }
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is. */
    private static List<String> unprivileged() {
        return isRoot() ? List.of("unshare", "-U") : List.of();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root")
                && System.getProperty("os.name", "").equals("Linux");
    }

    private String binary(String name) throws IOException {
        return binaries().resolve("bin").resolve(name).toString();
    }

    private Path binaries() throws IOException {
        String archive = archive(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path folder = settings.cache().resolve(archive.replace(".txz", "") + "-" + Versions.of(NAME));
        return Unpacked.folder(folder, making -> unpack(archive, making));
    }

    private static void unpack(String archive, Path folder) throws IOException {
        try (InputStream compressed = Postgres.class.getResourceAsStream("/" + archive)) {
            if (compressed == null) {
                throw new StackFailure("There is no PostgreSQL for this machine among the libraries (" + archive
                        + "): build on it with ./samverka up");
            }
            Unpacked.tar(new XZInputStream(compressed), folder, 0);
        }
    }

    static String archive(String system, String machine) {
        String family = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String kind = Set.of("aarch64", "arm64").contains(machine) ? "arm_64" : "x86_64";
        return "postgres-" + family + "-" + kind + ".txz";
    }
}
