// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class SplitTest {

  private final Dataset<Long> numbers = LocalSpark.spark().range(0, 10_000, 1, 8);

  @Test
  void setsAboutThatShareApart() {
    assertThat(tested(new Split(0.25, 42))).hasSizeBetween(2_350, 2_650);
    assertThat(tested(new Split(0.01, 42))).hasSizeBetween(70, 130);
    assertThat(tested(Split.NONE)).isEmpty();
  }

  @Test
  void setsTheSameRowsApartEveryTime() {
    assertThat(tested(new Split(0.25, 42))).isEqualTo(tested(new Split(0.25, 42)));
  }

  @Test
  void setsOtherRowsApartWithAnotherSeed() {
    assertThat(tested(new Split(0.25, 42))).isNotEqualTo(tested(new Split(0.25, 43)));
  }

  @Test
  void spreadsEqualRowsOverBothSides() {
    Dataset<?> equal = numbers.select(functions.lit(1).as("one"));

    assertThat(equal.filter(new Split(0.5, 1).isTest()).count()).isBetween(4_700L, 5_300L);
  }

  private List<Long> tested(Split split) {
    return numbers.filter(split.isTest()).collectAsList();
  }
}
