package dev.reprise.source.snaplogic.account;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON document as a tree, if that has not too many nodes: sixteen megabytes of brackets would be a gigabyte of objects. */
public final class SmallTree extends JsonParserDelegate {

    /** More than any pipeline has; about 50 MB of memory. */
    private static final int MOST = 500_000;

    private static final JsonMapper MAPPER = new JsonMapper();

    private int tokens;

    private SmallTree(JsonParser parser) {
        super(parser);
    }

    /**
     * Reads the document at the parser.
     *
     * @throws StreamConstraintsException if it has more than 500,000 tokens
     */
    public static JsonNode read(JsonParser parser) {
        return MAPPER.readTree(new SmallTree(parser));
    }

    @Override
    public JsonToken nextToken() {
        if (++tokens > MOST) {
            throw new StreamConstraintsException("a document has more than " + MOST + " names, values and brackets");
        }
        return super.nextToken();
    }
}
