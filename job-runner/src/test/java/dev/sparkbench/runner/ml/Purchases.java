// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table with data for every task. Whether "yes" depends roughly on the size. */
final class Purchases {

  private static final String DDL =
      "user INT, item INT, rating DOUBLE, size DOUBLE, words STRING, yes BOOLEAN";

  private Purchases() {}

  static Dataset<Row> data() {
    Random random = new Random(19);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double size = random.nextGaussian();
      rows.add(
          new Object[] {
            random.nextInt(20),
            random.nextInt(10),
            1.0 + random.nextInt(5),
            size,
            List.of("red apple", "green apple", "blue sky").get(random.nextInt(3)),
            size + random.nextGaussian() / 4 > 0
          });
    }
    return MlJob.data(DDL, rows);
  }
}
