package dev.reprise.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** What plain strict Jackson says about a document when it gets it whole, as text: the tokens with their texts, or nothing. */
final class JsonOracle {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonOracle() {}

    /** The tokens of a document that may be accepted; empty for one that must be refused. */
    static Optional<List<String>> tokens(byte[] document) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            return tokens(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int documents = 0;
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                tokens.add(parser.currentToken() + " " + parser.getString());
                documents += parser.streamReadContext().inRoot() ? 1 : 0;
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        boolean refused = documents != 1 || tokens.stream().anyMatch(JsonOracle::cannotBeKept);
        return refused ? Optional.empty() : Optional.of(tokens);
    }

    /** The refusals that we add: characters that the database would refuse or silently change. */
    private static boolean cannotBeKept(String text) {
        return text.indexOf('\0') >= 0
                || text.codePoints().anyMatch(c -> c <= 0xffff && Character.isSurrogate((char) c));
    }
}
