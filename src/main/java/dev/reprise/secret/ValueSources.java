package dev.reprise.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where values of an accounts file come from that does not hold them itself: {@code ${ENV:NAME}} is the environment variable, {@code
 * ${FILE:path}} the text of a file, less one line end at its end. A value is wholly such a reference or not at all; what is in it is
 * not looked at again.
 *
 * <p>Who sends an accounts file over the network must not read the server's environment and files with it. So there only variables
 * of a configured beginning and files of a configured directory may be named, and only for secrets, which nobody gets back.
 */
public final class ValueSources {

    /** A secret is short; more is a mistake. In bytes. */
    static final int LONGEST = 64 * 1024;

    private static final Pattern REFERENCE = Pattern.compile(
            "\\$\\{(?:ENV:(?<name>[A-Za-z_][A-Za-z0-9_]{0,199})|FILE:(?<path>[^{}\\p{Cntrl}]{1,1000}))}");

    private static final String MISSING = "value-source-missing";
    private static final String CLOSED = "value-source-closed";

    private final Function<String, @Nullable String> environment;
    private final @Nullable Path directory;
    private final boolean remote;
    private final @Nullable String prefix;

    private ValueSources(
            Function<String, @Nullable String> environment,
            @Nullable Path directory,
            boolean remote,
            @Nullable String prefix) {
        this.environment = environment;
        this.directory = directory;
        this.remote = remote;
        this.prefix = prefix;
    }

    /**
     * For an accounts file of whoever runs this process: what he may read anyway.
     *
     * @param directory what paths are relative to: that of the accounts file
     */
    public static ValueSources local(Path directory) {
        return local(directory, System::getenv);
    }

    /** For an accounts file that came over the network: only what the settings open, and only for secrets. */
    public static ValueSources remote(SecretSettings settings) {
        return remote(settings, System::getenv);
    }

    static ValueSources local(Path directory, Function<String, @Nullable String> environment) {
        return new ValueSources(environment, directory, false, null);
    }

    static ValueSources remote(SecretSettings settings, Function<String, @Nullable String> environment) {
        return new ValueSources(environment, settings.directory(), true, settings.environmentPrefix());
    }

    /**
     * The value that a text of an accounts file stands for: itself, unless it is a reference.
     *
     * @throws Rejected naming the variable or path, never a value
     */
    String resolve(String text, String pointer, boolean secret) {
        if (!text.startsWith("${ENV:") && !text.startsWith("${FILE:")) {
            return text;
        }
        Matcher reference = REFERENCE.matcher(text);
        if (!reference.matches()) {
            throw new Rejected(
                    "value-source-malformed",
                    pointer,
                    "a value that begins as a reference must be one as a whole: ${ENV:NAME} or ${FILE:path}");
        }
        if (remote && !secret) {
            throw new Rejected(CLOSED, pointer, "over the network only secrets may be taken from a variable or file");
        }
        String name = reference.group("name");
        return name != null ? variable(name, pointer) : file(reference.group("path"), pointer);
    }

    private String variable(String name, String pointer) {
        if (remote && (prefix == null || !name.startsWith(prefix))) {
            throw new Rejected(CLOSED, pointer, "the environment variable " + name + " is not open to accounts files");
        }
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new Rejected(MISSING, pointer, "the environment variable " + name + " is not set, or empty");
        }
        return value;
    }

    private String file(String path, String pointer) {
        try {
            Path file = opened(path, pointer);
            if (!Files.isRegularFile(file)) {
                throw new Rejected(MISSING, pointer, "there is no file " + path);
            }
            byte[] bytes;
            try (InputStream input = Files.newInputStream(file)) {
                bytes = input.readNBytes(LONGEST + 1);
            }
            if (bytes.length > LONGEST) {
                throw new Rejected(
                        "value-source-long", pointer, "the file " + path + " is larger than " + LONGEST + " bytes");
            }
            String value = withoutLineEnd(decoded(bytes));
            if (value.isEmpty()) {
                throw new Rejected(MISSING, pointer, "the file " + path + " is empty");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw new Rejected("value-source-text", pointer, "the file " + path + " is not a text in UTF-8");
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new Rejected(MISSING, pointer, "there is no file " + path);
        } catch (IOException e) {
            throw new Rejected("value-source-unreadable", pointer, "the file " + path + " cannot be read");
        }
    }

    private Path opened(String path, String pointer) throws IOException {
        if (directory == null) {
            throw new Rejected(CLOSED, pointer, "no files are open to accounts files");
        }
        Path file = directory.resolve(path);
        // Links are followed before it is judged: mounted secrets are links within their directory.
        if (remote && !inside(file)) {
            throw new Rejected(
                    CLOSED, pointer, "the file " + path + " is not in the directory that is open to accounts files");
        }
        return file;
    }

    /** A file that is not there is judged by its name, so that nobody learns what else is there. */
    private boolean inside(Path file) throws IOException {
        Path opened = directory == null ? file : directory;
        return file.normalize().startsWith(opened.normalize())
                && (!Files.exists(file) || file.toRealPath().startsWith(opened.toRealPath()));
    }

    private static String decoded(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        return text;
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        if (text.endsWith("\r\n")) {
            end -= 2;
        } else if (text.endsWith("\n")) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Says what is open, no value. */
    @Override
    public String toString() {
        return "ValueSources[" + (remote ? "remote" : "local") + ", " + directory + "]";
    }
}
