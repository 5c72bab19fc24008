/**
 * InSkill: product exports. {@link dev.reprise.source.inskill.Tables} says which entities there are, {@link
 * dev.reprise.source.inskill.ElementMapper} turns an element into a row or a rejection, {@link
 * dev.reprise.source.inskill.ProductSession} holds the product's rules.
 *
 * <p>Vendor's words and rules: inskill.readme.io, page importproduct-1; where it is silent, the decision is ours.
 */
@NullMarked
package dev.reprise.source.inskill;

import org.jspecify.annotations.NullMarked;
