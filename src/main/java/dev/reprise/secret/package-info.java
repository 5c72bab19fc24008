/**
 * Secrets of accounts: which values are secret, how they are kept, and how they come and go. At rest a secret is an envelope,
 * {@code {"value": "BASE64", "key": "reprise-ID"}}: Tink's AEAD (AES-256-GCM) under a key of the {@link
 * dev.reprise.secret.Keyset}, with the account's UUID and the envelope's JSON Pointer as associated data, so that an envelope moved
 * to another account or field does not open. {@link dev.reprise.secret.AccountSecrets} is the door: it merges an edited accounts
 * file into an account, seals again after a rotation, and wraps for another Reprise.
 *
 * <p>Nothing here writes a log, and no exception, {@code toString} or reason holds a value or what a parser said about one. Tink is
 * loaded when the first secret is met, not before.
 */
@NullMarked
package dev.reprise.secret;

import org.jspecify.annotations.NullMarked;
