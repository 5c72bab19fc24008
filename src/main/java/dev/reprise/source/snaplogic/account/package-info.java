/** SnapLogic's accounts: what is done with the secrets in them. */
@NullMarked
package dev.reprise.source.snaplogic.account;

import org.jspecify.annotations.NullMarked;
