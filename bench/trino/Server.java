/** Starts one node of Trino; the tarball's own starter class is not published apart. */
public final class Server {
    private Server() {}

    public static void main(String[] args) {
        new io.trino.server.Server().start(args[0]);
    }
}
