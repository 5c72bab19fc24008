package dev.reprise.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the program and PostgreSQL and makes the network or the server fail at an operation of the test's choice. It reads the
 * wire protocol: an operation is one round trip that the client asks for, be it a statement, a COMMIT or the end of a COPY. What the
 * server does is always real: it raises the errors itself, and its transactions are aborted by them.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("//([^/:]+)(?::(\\d+))?/");
    private static final int POSTGRES = 5432;

    private final TestDatabase upstream;
    private final InetSocketAddress server;
    private final int port;
    private final AtomicLong operations = new AtomicLong();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket door;
    private volatile Thread porter = new Thread();
    private volatile @Nullable Fault fault;
    private volatile boolean struck;
    private volatile boolean blackHole;
    private volatile boolean closed;
    private volatile Duration delay = Duration.ZERO;

    /** Listens on a free port of this machine. */
    public FaultProxy(TestDatabase upstream) {
        Matcher address = ADDRESS.matcher(upstream.url());
        if (!address.find()) {
            throw new IllegalArgumentException("no address in " + upstream.url());
        }
        this.upstream = upstream;
        this.server = new InetSocketAddress(
                address.group(1), address.group(2) == null ? POSTGRES : Integer.parseInt(address.group(2)));
        this.port = open(0);
    }

    /** The database, seen through the proxy. */
    public TestDatabase database() {
        String url = ADDRESS.matcher(upstream.url()).replaceFirst("//127.0.0.1:" + port + "/");
        return new TestDatabase(url, upstream.user(), upstream.password());
    }

    /** How many operations were asked for since the last {@link #arm}. */
    public long operations() {
        return operations.get();
    }

    /** Counts from 1 again, and lets the fault strike. */
    public void arm(Fault next) {
        fault = null;
        struck = false;
        operations.set(0);
        fault = next;
    }

    /** Nothing strikes any more. */
    public void disarm() {
        fault = null;
    }

    /** Whether the fault has struck since it was armed. */
    public boolean struck() {
        return struck;
    }

    /** Loses all connections. */
    public void cutAll() {
        connections.forEach(ProxiedConnection::cut);
    }

    /** Nothing passes any more, in either direction, and nobody is told; old and new connections stay open. */
    public void blackHole(boolean on) {
        blackHole = on;
    }

    /** Holds each operation up. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Nobody listens any more; or again. What is connected stays so. */
    public void absent(boolean on) {
        if (on) {
            closeDoor();
        } else if (door == null) {
            open(port);
        }
    }

    /** Counts an operation; returns the fault that strikes it. */
    @Nullable
    Fault operation() throws InterruptedException {
        Thread.sleep(delay.toMillis());
        long operation = operations.incrementAndGet();
        Fault armed = fault;
        if (armed == null || !armed.strikes(operation)) {
            return null;
        }
        struck = true;
        return armed;
    }

    /** Waits as long as nothing passes. */
    void pass() throws InterruptedException {
        while (blackHole && !closed) {
            Thread.sleep(5);
        }
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private int open(int wanted) {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
            door = opened;
            porter = daemon("fault-proxy", () -> accept(opened));
            return opened.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket opened) {
        while (true) {
            try {
                Socket client = opened.accept();
                ProxiedConnection connection = new ProxiedConnection(this, client);
                connections.add(connection);
                Thread unused = daemon("fault-proxy-client", () -> connection.fromClient(server));
            } catch (IOException e) {
                return; // the door was closed
            }
        }
    }

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void closeDoor() {
        ServerSocket open = door;
        door = null;
        try {
            if (open != null) {
                open.close();
                porter.join(); // until then the system would still let somebody in
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeDoor();
        cutAll();
    }
}
