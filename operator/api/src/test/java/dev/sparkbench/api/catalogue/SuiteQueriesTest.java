// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuiteQueriesTest {

  @Test
  void tpchHasItsTwentyTwoQueries() {
    assertThat(SuiteQueries.of(JobType.TPCH))
        .hasSize(22)
        .startsWith("q1", "q2")
        .endsWith("q21", "q22");
  }

  @Test
  void tpcdsHasFourQueriesOfTwoStatements() {
    assertThat(SuiteQueries.of(JobType.TPCDS))
        .hasSize(103)
        .doesNotHaveDuplicates()
        .startsWith("q1", "q2")
        .containsSequence("q13", "q14a", "q14b", "q15")
        .containsSequence("q22", "q23a", "q23b", "q24a", "q24b", "q25")
        .containsSequence("q38", "q39a", "q39b", "q40")
        .endsWith("q98", "q99");
  }

  @Test
  void otherTypesAreNoSuites() {
    assertThat(SuiteQueries.of(JobType.DESCRIPTIVE)).isEmpty();
    assertThat(SuiteQueries.of(JobType.SQL)).isEmpty();
  }
}
