package dev.reprise.testing;

import dev.reprise.testing.Fault.Mode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection through a {@link FaultProxy}. Messages of the client are held back until they make a whole operation. A BEGIN is a
 * part of the operation that follows: the driver sends it along with the transaction's first statement, without waiting for its
 * answer, so that an error in its place would let the server do that statement outside any transaction.
 */
final class ProxiedConnection {

    private static final int SSL = 80877103;
    private static final int GSS = 80877104;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    /** Runs when the server has answered the operation whose answer is to be lost. */
    private volatile @Nullable Runnable loss;
    /** How much of what is held back is a BEGIN. */
    private int begun;
    /** How many answers come until then, the one that is lost included; set before {@link #loss}. */
    private int answers;

    ProxiedConnection(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    void fromClient(InetSocketAddress address) {
        try (client;
                server) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            byte[] startup = startup(in);
            server.connect(address);
            server.setTcpNoDelay(true);
            DataOutputStream out = new DataOutputStream(server.getOutputStream());
            proxy.pass();
            out.write(startup);
            Thread unused = FaultProxy.daemon("fault-proxy-server", this::fromServer);
            while (true) {
                message(in, out);
            }
        } catch (IOException e) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            proxy.forget(this);
        }
    }

    /** The first message, which has no type. Encryption is declined. */
    private byte[] startup(DataInputStream in) throws IOException, InterruptedException {
        while (true) {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            int code = ByteBuffer.wrap(body).getInt();
            if (code == SSL || code == GSS) {
                proxy.pass();
                client.getOutputStream().write('N');
                continue;
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(whole);
            out.writeInt(length);
            out.write(body);
            return whole.toByteArray();
        }
    }

    private void message(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
        int type = in.readUnsignedByte();
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        proxy.pass();
        DataOutputStream hold = new DataOutputStream(held);
        hold.writeByte(type);
        hold.writeInt(length);
        hold.write(body);
        boolean operation = type == 'Q' || type == 'S' || type == 'c';
        if (type == 'Q' && new String(body, StandardCharsets.US_ASCII).startsWith("BEGIN")) {
            begun = held.size();
        } else if (operation) {
            operation(type, out);
        } else if (!"PBDEC".contains(String.valueOf((char) type))) {
            flush(out); // rows of a COPY, a password, a farewell
        }
    }

    private void operation(int type, DataOutputStream out) throws IOException, InterruptedException {
        Fault fault = proxy.operation();
        if (fault == null) {
            flush(out);
            return;
        }
        switch (fault.mode()) {
            case HALT -> {
                fault.halt().run();
                cut();
            }
            case CUT -> cut();
            case HALT_AFTER, LOSE_ANSWER -> {
                answers = begun > 0 ? 2 : 1;
                loss = fault.mode() == Mode.HALT_AFTER ? fault.halt() : () -> {};
                flush(out);
            }
            case THROW_ONCE, THROW_FOREVER -> {
                out.write(held.toByteArray(), 0, begun);
                held.reset();
                begun = 0;
                raise(type, fault.sqlState(), out);
            }
        }
    }

    /** Makes the server raise an error in place of the operation. */
    private static void raise(int type, String sqlState, DataOutputStream out) throws IOException {
        boolean copy = type == 'c';
        String text = copy
                ? "a planned fault"
                : "DO $$BEGIN RAISE EXCEPTION 'a planned fault' USING ERRCODE = '%s'; END$$".formatted(sqlState);
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(message);
        data.writeByte(copy ? 'f' : 'Q');
        data.writeInt(4 + body.length + 1);
        data.write(body);
        data.writeByte(0);
        out.write(message.toByteArray());
    }

    private void flush(DataOutputStream out) throws IOException {
        out.write(held.toByteArray());
        held.reset();
        begun = 0;
    }

    private void fromServer() {
        try (client;
                server) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                int type = in.readUnsignedByte();
                int length = in.readInt();
                byte[] body = in.readNBytes(length - 4);
                proxy.pass();
                Runnable after = loss;
                if (after == null) {
                    ByteArrayOutputStream message = new ByteArrayOutputStream(length + 1);
                    DataOutputStream data = new DataOutputStream(message);
                    data.writeByte(type);
                    data.writeInt(length);
                    data.write(body);
                    out.write(message.toByteArray());
                } else if ((type == 'Z' || type == 'G') && --answers == 0) {
                    after.run();
                    return;
                }
            }
        } catch (IOException e) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes both sides, so that neither waits for the other. */
    void cut() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            // it is gone already
        }
    }
}
