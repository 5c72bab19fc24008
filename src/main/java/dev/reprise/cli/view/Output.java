package dev.reprise.cli.view;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.report.Documents;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/** Where a command speaks: the answer to stdout, everything else to stderr, as text or as JSON. */
public final class Output {

    /** A password in a JDBC address: as a parameter, or between user and host. */
    private static final Pattern SECRET =
            Pattern.compile("((?:password=|://[^/\\s:@]*:))[^&@\\s,;)]+", Pattern.CASE_INSENSITIVE);

    private final boolean json;
    private final boolean verbose;
    private final Ansi ansi;
    private final PrintStream err = stream(System.err);
    private final PrintStream out;

    private Output(boolean json, boolean verbose, Ansi ansi, PrintStream out) {
        this.out = out;
        this.json = json;
        this.verbose = verbose;
        this.ansi = ansi;
    }

    /** Looks for the options that say how to speak, before the rest is parsed: mistakes are said in the same way. */
    public static Output of(List<String> words) {
        boolean verbose = words.contains("-v") || words.contains("--verbose");
        return new Output(words.contains("--json"), verbose, ansi(words), stream(System.out));
    }

    /** The same, but for that the answer goes to stderr, too: stdout is for something else. */
    public Output aside() {
        return new Output(json, verbose, ansi, err);
    }

    private static Ansi ansi(List<String> words) {
        int color = words.indexOf("--color");
        String when = color >= 0 && color + 1 < words.size() ? words.get(color + 1) : "auto";
        if (words.contains("--color=always") || when.equals("always")) {
            return Ansi.ON;
        }
        boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
        boolean never = words.contains("--color=never") || when.equals("never");
        return never || plain || !Terminal.isStdout() ? Ansi.OFF : Ansi.ON;
    }

    private static PrintStream stream(PrintStream original) {
        return new PrintStream(original, true, StandardCharsets.UTF_8);
    }

    /** Whether the answer is JSON. */
    public boolean json() {
        return json;
    }

    /** Whether more is said. */
    public boolean verbose() {
        return verbose;
    }

    /** Whether colours are used. */
    public Ansi ansi() {
        return ansi;
    }

    /** stdout, for help. */
    public PrintWriter out() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** stderr, for help. */
    public PrintWriter err() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** The answer, as text. */
    public void answer(String text) {
        out.println(Printable.lines(text));
    }

    /** The answer, or a part of it, as one JSON document. */
    public void document(String type, Object content) {
        raw(Documents.of(type, content));
    }

    /** A document that was made elsewhere. */
    public void raw(String line) {
        out.println(line);
    }

    /** A part of a line. */
    public void print(String part) {
        out.print(part);
    }

    /** Whether a person looks at stderr, so that its last line may be drawn anew. */
    public boolean isLive() {
        return !json && Terminal.isStderr();
    }

    /** Draws the last line of a terminal anew. */
    public void redraw(String line) {
        err.print("\r" + Printable.line(line) + "\u001b[K");
        err.flush();
    }

    /** A remark on the way. */
    public void say(String text) {
        if (json) {
            document("message", Map.of("message", text));
        } else {
            err.println(Printable.lines(text));
        }
    }

    /** Why the command did not do what it was asked. */
    public void problem(Exit exit, Problem problem) {
        if (json) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("exit", exit.code());
            content.put("error", problem);
            document("error", content);
        }
        errorText(problem);
    }

    /** A problem for people. */
    public void errorText(Problem problem) {
        String where = problem.where() == null ? null : Printable.line(problem.where());
        Problem safe = new Problem(
                problem.code(),
                Printable.line(problem.what()),
                where,
                Printable.line(problem.state()),
                Printable.line(problem.next()));
        err.println(ansi.string("@|bold,red error:|@ ") + safe.text());
    }

    /** What is behind a problem, for who asked for more. */
    public void debug(Throwable failure) {
        if (verbose) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.print(SECRET.matcher(trace.toString()).replaceAll("$1***"));
        }
    }
}
