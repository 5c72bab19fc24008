/**
 * SnapLogic: archives of projects and of API versions, and what is done where an asset of the same name exists.
 *
 * <p>What is public of them, and what had to be decided, stands at each rule: "vendor" is SnapLogic's documentation, "ours" a decision.
 */
@NullMarked
package dev.reprise.source.snaplogic;

import org.jspecify.annotations.NullMarked;
