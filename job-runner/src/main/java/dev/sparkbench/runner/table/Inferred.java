// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import org.apache.spark.sql.types.StructType;

/**
 * A schema that the manifest does not give.
 *
 * @param schema the columns
 * @param sample what it was inferred from
 */
record Inferred(StructType schema, Sample sample) {}
