import java.io.IOException;

/**
 * Starts one node of Trino; the tarball's own starter class is not published apart. It ends with the program that started it,
 * however that ends: its standard input is closed then.
 */
public final class Server {
    private Server() {}

    public static void main(String[] args) {
        Thread watch = new Thread(Server::endWithParent, "parent");
        watch.setDaemon(true);
        watch.start();
        new io.trino.server.Server().start(args[0]);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // Gone as well.
        }
        Runtime.getRuntime().halt(1);
    }
}
