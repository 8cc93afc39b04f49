// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {

  private static final Map<String, String> VALUES =
      Map.of(
          "dataset",
          "s3a://b/$(nodes)\\1",
          "scratch",
          "s3a://b/s",
          "nodes",
          "2",
          "partitions",
          "8",
          "table.stores",
          "s3a://b/stores");

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "$(dataset), s3a://b/$(nodes)\\1",
    "--out=$(scratch)/out, --out=s3a://b/s/out",
    "$(nodes)x$(partitions), 2x8",
    "--stores=$(table.stores), --stores=s3a://b/stores",
    "$$(nodes), $(nodes)",
    "$$$(nodes), $2",
    "$$$$, $$",
    "costs 5$, costs 5$",
    "${nodes} $nodes, ${nodes} $nodes",
    "$(nodes, $(nodes"
  })
  void areReplacedOnce(String argument, String expected) {
    Placeholders.require(List.of(argument), List.of("stores"));

    assertThat(Placeholders.fill(List.of(argument), VALUES)).containsExactly(expected);
  }

  @Test
  void thatNobodyKnowsAreRefused() {
    assertThatThrownBy(
            () -> Placeholders.require(List.of("--in", "x$(datset)y"), List.of("stores")))
        .hasMessage(
            "jobConfig.application.arguments[1] has the placeholder $(datset), which there is not: there are $(dataset), $(nodes), $(partitions), $(scratch), $(table.stores); for a dollar sign write $$");
  }

  @Test
  void areFoundUnlessTheirDollarSignIsDoubled() {
    assertThat(Placeholders.uses(List.of("a", "$(scratch)/x"), "scratch")).isTrue();
    assertThat(Placeholders.uses(List.of("$$(scratch)/x"), "scratch")).isFalse();
  }
}
