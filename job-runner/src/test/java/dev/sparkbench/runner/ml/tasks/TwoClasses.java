// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Points of two classes, "no" and "yes", which overlap unless there is a gap between them. */
final class TwoClasses {

  static final String DDL = "a DOUBLE, b DOUBLE, y STRING";

  private final Dataset<Row> data;

  private TwoClasses(double gap) {
    Random random = new Random(11);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      boolean yes = random.nextInt(5) < 2;
      double shift = yes ? gap : -gap;
      double a = random.nextGaussian() + shift;
      double b = 5 + 3 * random.nextGaussian() - shift;
      rows.add(new Object[] {a, b, yes ? "yes" : "no"});
    }
    this.data = MlJob.data(DDL, rows);
  }

  static TwoClasses overlapping() {
    return new TwoClasses(0.8);
  }

  static TwoClasses apart() {
    return new TwoClasses(5);
  }

  MlJob job() {
    return MlJob.of(data).label("y");
  }

  List<Row> trained() {
    return MlJob.trained(data);
  }

  List<Row> tested() {
    return MlJob.tested(data);
  }

  static boolean yes(Row row) {
    return row.getString(2).equals("yes");
  }

  static double[] values(Row row) {
    return new double[] {row.getDouble(0), row.getDouble(1)};
  }

  /** Rows by their class and by whether a score is positive, as an output has them. */
  static String confusion(List<Row> rows, ToDoubleFunction<Row> score) {
    int[][] counts = new int[2][2];
    for (Row row : rows) {
      counts[yes(row) ? 1 : 0][score.applyAsDouble(row) > 0 ? 1 : 0]++;
    }
    return "[[%d,%d],[%d,%d]]".formatted(counts[0][0], counts[0][1], counts[1][0], counts[1][1]);
  }

  /** The chance that a "yes" scores higher than a "no": the area under the ROC curve. */
  static double areaUnderRoc(List<Row> rows, ToDoubleFunction<Row> score) {
    double higher = 0;
    int pairs = 0;
    for (Row positive : rows.stream().filter(TwoClasses::yes).toList()) {
      for (Row negative : rows.stream().filter(row -> !yes(row)).toList()) {
        double difference = score.applyAsDouble(positive) - score.applyAsDouble(negative);
        higher += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
        pairs++;
      }
    }
    return higher / pairs;
  }
}
