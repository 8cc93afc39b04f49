package dev.sparkbench.runner.storage;

/**
 * The files that a version of a table consists of.
 *
 * @param count how many there are
 * @param bytes their size
 */
public record TableFiles(int count, long bytes) {}
