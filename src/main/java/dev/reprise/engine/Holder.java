package dev.reprise.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How this process is named to others. */
final class Holder {

    private Holder() {}

    static String name() {
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
