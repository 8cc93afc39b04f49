// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteMemoryTest {

  @ParameterizedTest
  @CsvSource({"TPCH, 1, 704", "TPCH, 8, 1152", "TPCDS, 2, 528"})
  void growsWithTheTasksThatRunAtATime(JobType type, int cores, int needed) {
    assertThat(SuiteMemory.neededMiB(type, cores)).isEqualTo(needed);
  }

  @Test
  void isForSuitesOnly() {
    assertThatThrownBy(() -> SuiteMemory.neededMiB(JobType.SQL, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sql is no suite");
  }
}
