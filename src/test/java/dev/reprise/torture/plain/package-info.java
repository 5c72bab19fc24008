/** The same faults on a job as Spring Batch's own tutorial has it, for comparison. */
package dev.reprise.torture.plain;
