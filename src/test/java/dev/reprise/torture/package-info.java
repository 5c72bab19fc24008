/** Faults of every kind at every place, and a checker that shares no code with the program. */
package dev.reprise.torture;
