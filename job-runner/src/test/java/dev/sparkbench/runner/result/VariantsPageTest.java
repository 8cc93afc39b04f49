// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.runner.explain.TwoBenchmarks;
import dev.sparkbench.runner.fixture.Browser;
import dev.sparkbench.runner.fixture.Browser.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantsPageTest {

  private static final ReportRequest REQUEST = Variants.request();

  @TempDir private Path folder;

  @Test
  void showsVariantsBesideEachOther() throws IOException {
    PerformanceReport report = Variants.report(REQUEST, false);
    Page shown = open(ReportPage.of(REQUEST.of(REQUEST.variants().get(0)), report));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#comparison"))
        .containsExactly("Every variant is at most 5 % slower than the reference.");
    assertThat(shown.text("#variants td"))
        .containsSubsequence("fat", "1", "–", "–", "–", "11 s", "2")
        .containsSubsequence("slim", "2", "1.24×", "faster", "1.21 to 1.27×", "8.8 s", "2")
        .contains("faster", "cheapest (no difference shown), on the frontier");
    assertThat(shown.row("#overall", "slim")).contains("faster");
    assertThat(shown.row("#for-the-cost", "fat, 2 nodes")).contains("slim, 4 nodes");
    assertThat(shown.text("#report a")).contains("fat", "slim");
    assertThat(shown.text("#chart-variants text")).contains("slim", "fat");
  }

  /** One second, and 100 times as much: no doubt which is the fastest and which the cheapest. */
  @Test
  void marksWithoutADoubtWhatIsCertain() throws IOException {
    ReportRequest certain = Variants.request(100);
    Page shown =
        open(ReportPage.of(certain.of(certain.variants().get(0)), Variants.report(certain, false)));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#variants td"))
        .anyMatch(mark -> mark.startsWith("fastest, "))
        .anyMatch(mark -> mark.startsWith("cheapest, "))
        .noneMatch(mark -> mark.contains("no difference shown"));
  }

  @Test
  void outputsThatDifferAreAWarning() throws IOException {
    PerformanceReport report = Variants.report(REQUEST, true);
    Page shown = open(ReportPage.of(REQUEST.of(REQUEST.variants().get(0)), report));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#variants td.bad")).containsExactly("other outputs");
    assertThat(shown.text("#warnings li"))
        .anyMatch(it -> it.startsWith("The outputs of slim/4_nodes are not the reference's"));
  }

  @Test
  void showsTwoBenchmarksThatWereRunApart() throws IOException {
    String document =
        """
        {"job_id": "job", "completed_at": "2026-01-%s", "dataset": "s3://b/d", "trials": 3, "tasks": ["row_count"],
         "configuration": {"executors.cores": "1"}, "cost": {"currency": "%s"},
         "runs": [{"nodes": 2, "time_sec": 1, "trials": 3, "samples_sec": %s, "cost": 0.25}]}
        """;
    Page shown = open(apart(document, "EUR"));
    assertThat(shown.text("#variants td")).contains("0.25 EUR");
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#apart li"))
        .singleElement()
        .asString()
        .startsWith("2 nodes: faster, 20 % (18 to 22) less time");
    assertThat(shown.text("#variants td.good")).containsExactly("faster");
    assertThat(shown.text("h2")).containsExactly("Times");
    Page otherCurrency = open(apart(document, "USD"));
    assertThat(otherCurrency.consoleErrors()).isEmpty();
    assertThat(otherCurrency.text("#variants th")).contains("Core-seconds");
  }

  private static String apart(String document, String currency) {
    return new ApartReport(
            TwoBenchmarks.of(
                document.formatted("01", "EUR", "[10, 10.1, 9.9]"),
                document.formatted("02", currency, "[8, 8.1, 7.9]")))
        .html();
  }

  private Page open(String html) throws IOException {
    Optional<Browser> browser = Browser.find();
    assumeTrue(browser.isPresent(), "tests of the report's page: no Chromium on the PATH");
    return browser.get().open(Files.writeString(folder.resolve("report.html"), html));
  }
}
