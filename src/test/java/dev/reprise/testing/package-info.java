/** What tests of several rooms share: a real PostgreSQL, the program as a process of its own, exports of any size. */
package dev.reprise.testing;
