package dev.reprise.cli;

/** A small good export of product 410, as text to be damaged. */
final class SmallExport {

    static final String PRODUCT =
            "{\"id\":410,\"guid\":\"00000000-0000-4000-8000-0000000000ff\",\"bundle_id\":\"b-17\",\"name\":\"Press\"}";

    static final String TEXT = """
            {"data":{"product":%s,
            "tasks":[{"guid":"00000000-0000-4000-8000-000000000001","name":"one","steps":[
            {"guid":"00000000-0000-4000-8000-000000000002","title":"first"}]}],
            "scripts":[],"resources":[],"translations":[],"variables":[]}}
            """.formatted(PRODUCT);

    private SmallExport() {}

    /** With one text for another, which must be there. */
    static String with(String old, String replacement) {
        if (!TEXT.contains(old)) {
            throw new IllegalArgumentException(old);
        }
        return TEXT.replace(old, replacement);
    }

    /** Its beginning, up to and with this text. */
    static String upTo(String text) {
        return TEXT.substring(0, TEXT.indexOf(text) + text.length());
    }
}
