/** What every HTTP door shares: who may come in, what they upload, what they are told when something cannot be done. */
@NullMarked
package dev.reprise.web;

import org.jspecify.annotations.NullMarked;
