// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.Prepared;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How often rows of each class were predicted as each class.
 *
 * @param classes the classes
 * @param counts the numbers of rows, by their class, then by the predicted class
 */
record ConfusionMatrix(List<String> classes, long[][] counts) {

  /** Counts pairs of a prediction and a label. */
  static ConfusionMatrix of(Dataset<Row> predictions, List<String> classes) {
    long[][] counts = new long[classes.size()][classes.size()];
    for (Row row : predictions.groupBy(Prepared.LABEL, "prediction").count().collectAsList()) {
      counts[(int) row.getDouble(0)][(int) row.getDouble(1)] = row.getLong(2);
    }
    return new ConfusionMatrix(classes, counts);
  }

  /** The share of rows whose class was predicted correctly. */
  double accuracy() {
    return (double) IntStream.range(0, classes.size()).mapToLong(i -> counts[i][i]).sum() / rows();
  }

  /** The mean F1 of the classes, weighted by their numbers of rows. */
  double weightedF1() {
    double sum = 0;
    for (int i = 0; i < classes.size(); i++) {
      sum += actual(i) * f1(i);
    }
    return sum / rows();
  }

  /**
   * The harmonic mean of precision and recall of a class; 0 if it was never predicted correctly.
   */
  private double f1(int i) {
    long actual = actual(i);
    long predicted = Arrays.stream(counts).mapToLong(row -> row[i]).sum();
    return counts[i][i] == 0 ? 0 : 2.0 * counts[i][i] / (actual + predicted);
  }

  private long actual(int i) {
    return Arrays.stream(counts[i]).sum();
  }

  private long rows() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** Accuracy, F1 and the counts, in the order of the classes. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("accuracy", Listing.number(accuracy()));
    json.set("f1", Listing.number(weightedF1()));
    ObjectNode confusion = json.putObject("confusion");
    confusion.set("classes", Listing.texts(classes));
    ArrayNode rows = confusion.putArray("actual_by_predicted");
    for (long[] row : counts) {
      ArrayNode cells = rows.addArray();
      Arrays.stream(row).forEach(cells::add);
    }
    return json;
  }
}
