// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * A schema that the manifest does not give.
 *
 * @param schema the columns
 * @param sample what it was inferred from
 * @param commaNumbers the columns of texts that look like numbers with a comma; none if an earlier
 *     run has inferred the schema, and told them
 */
record Inferred(StructType schema, Sample sample, List<String> commaNumbers) {}
