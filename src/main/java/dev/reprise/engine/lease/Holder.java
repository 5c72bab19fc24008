package dev.reprise.engine.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How this process is named to others. */
public final class Holder {

    private Holder() {}

    /** Such as {@code process 4711 on host}. */
    public static String name() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this host";
        }
    }
}
