// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.StructType;

/**
 * A digest of rows that does not depend on their order or on the executors that have them. The
 * values of a row that are not floating-point numbers give a 64-bit hash; hashes and their squares
 * are added up, so that repeated rows count repeatedly. For each column of floating-point numbers
 * it keeps sums, which are compared with a tolerance because their last digits depend on the order
 * of additions.
 */
public final class QueryDigest implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String[] floatColumns;
  private final FloatSums[] floats;
  private long rows;
  private long hashes;
  private long squares;

  private QueryDigest(List<String> floatColumns) {
    this.floatColumns = floatColumns.toArray(String[]::new);
    this.floats =
        IntStream.range(0, floatColumns.size())
            .mapToObj(i -> new FloatSums())
            .toArray(FloatSums[]::new);
  }

  /**
   * Executes a query and digests its rows on the executors. Nothing is added to its plan, so Spark
   * computes everything that the query returns, in the same steps as for the query alone.
   */
  public static QueryDigest of(QueryExecution execution) {
    StructType schema = execution.analyzed().schema();
    return of(execution.toRdd().toJavaRDD(), schema);
  }

  private static QueryDigest of(JavaRDD<InternalRow> rows, StructType schema) {
    RowHash hash = RowHash.of(schema);
    QueryDigest all = new QueryDigest(hash.floats());
    rows.mapPartitions(part -> List.of(of(part, hash)).iterator()).collect().forEach(all::add);
    return all;
  }

  /** Digests the rows of a partition. A row may become invalid when the next one is requested. */
  static QueryDigest of(Iterator<InternalRow> rows, RowHash hash) {
    QueryDigest digest = new QueryDigest(hash.floats());
    while (rows.hasNext()) {
      digest.add(rows.next(), hash);
    }
    return digest;
  }

  private void add(InternalRow row, RowHash hash) {
    long value = hash.of(row);
    rows++;
    hashes += value;
    squares += value * value;
    hash.addFloats(row, value, floats);
  }

  void add(QueryDigest other) {
    rows += other.rows;
    hashes += other.hashes;
    squares += other.squares;
    for (int i = 0; i < floats.length; i++) {
      floats[i].add(other.floats[i]);
    }
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  /** The form in documents; {@link DigestComparison} compares two of them. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", rows);
    json.put("hashes", "%016x".formatted(hashes));
    json.put("squares", "%016x".formatted(squares));
    ArrayNode columns = json.putArray("floats");
    for (int i = 0; i < floats.length; i++) {
      ObjectNode column = columns.addObject();
      column.put("column", floatColumns[i]);
      floats[i].writeTo(column);
    }
    return json;
  }
}
