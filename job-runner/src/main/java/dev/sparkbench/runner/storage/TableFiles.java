// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

/**
 * The files of a version of a table.
 *
 * @param count their number
 * @param bytes their total size
 */
public record TableFiles(int count, long bytes) {}
