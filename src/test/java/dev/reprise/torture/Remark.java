package dev.reprise.torture;

/**
 * A rejection or warning that must be listed exactly once.
 *
 * @param severity {@code rejection} or {@code warning}
 * @param step {@code load} or {@code verify}
 * @param code what it is called
 * @param entity of which table
 * @param guid of which element; null if it has none
 * @param pointer where in the document
 * @param offset at which byte the element begins; null for the product
 * @param value what stands there; null if that is no scalar
 */
record Remark(
        String severity,
        String step,
        String code,
        String entity,
        String guid,
        String pointer,
        Long offset,
        String value) {}
