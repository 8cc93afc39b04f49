// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.SuiteQueries;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.sql.NamedQuery;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteTest {

  @ParameterizedTest
  @EnumSource(Suite.class)
  void theCatalogueHasTheNamesOfAllTexts(Suite suite) throws IOException, URISyntaxException {
    Path folder = Path.of(Suite.class.getResource("/suites/" + suite.wireName()).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              SuiteQueries.of(suite.type()).stream().map(name -> name + ".sql").toList());
    }
  }

  @Test
  void queriesComeInTheOrderOfTheManifestOrAllOfThem() {
    assertThat(Suite.TPCDS.queries(List.of("q14b", "q3")))
        .extracting(NamedQuery::name)
        .containsExactly("q14b", "q3");
    assertThat(Suite.TPCH.queries(List.of()))
        .extracting(NamedQuery::name)
        .containsExactlyElementsOf(SuiteQueries.of(JobType.TPCH));
    assertThat(Suite.TPCH.queries(List.of("q6")).get(0).text()).contains("lineitem");
  }

  @Test
  void anUnknownQueryIsToldWithTheNearest() {
    assertThatThrownBy(() -> Suite.TPCDS.queries(List.of("q1", "q14", "q100")))
        .isInstanceOfSatisfying(
            RunFailure.class,
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.INVALID_QUERY))
        .hasMessage(
            "jobConfig.tpcds.queries names 'q14', which is none of its 103 queries; nearest: 'q1', 'q4', 'q10';"
                + " jobConfig.tpcds.queries names 'q100', which is none of its 103 queries; nearest: 'q10', 'q1', 'q11'");
  }

  @Test
  void generatorsSayTheirVersions() {
    assertThat(Suite.TPCH.generator()).isEqualTo("io.trino.tpch:tpch:1.2");
    assertThat(Suite.TPCDS.generator()).isEqualTo("io.trino.tpcds:tpcds:1.4");
  }

  @Test
  void scalesAreNumbersFromAHundredthTo3000() {
    assertThat(Scale.parse(JobType.TPCH, "0.01").factor()).isEqualTo(0.01);
    assertThat(Scale.parse(JobType.TPCH, "3000").text()).isEqualTo("3000");
    assertThat(Scale.parse(JobType.TPCH, "1.0")).isEqualTo(Scale.parse(JobType.TPCH, "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.009", "3001", "-1", "large", ""})
  void otherScalesAreRefused(String text) {
    assertThatThrownBy(() -> Scale.parse(JobType.TPCDS, text))
        .isInstanceOfSatisfying(
            RunFailure.class,
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.INVALID_CONFIGURATION))
        .hasMessage(
            "jobConfig.tpcds.scale is '%s': give a number from 0.01 to 3000".formatted(text));
  }

  @Test
  void bothSuitesSayWhatTheTpcAsksFor() {
    assertThat(Suite.TPCDS.fairUse())
        .isEqualTo(
            "These queries and data are derived from TPC-DS, and the times are not comparable with published TPC-DS results, because this does not comply with the TPC-DS specification; TPC-DS is a trademark of the TPC.");
  }
}
