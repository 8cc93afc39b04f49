// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.SqlWorkload.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTextTest {

  private static final String VARIABLE = Contract.RUN_VARIABLE;

  @Test
  void aShortRequestCanBeRead() {
    ReportRequest request = request(2, 60_000);
    assertThat(RequestText.of(VARIABLE, request)).isEqualTo(Contract.write(request));
    assertThat(RequestText.json(Contract.write(request))).isEqualTo(Contract.write(request));
  }

  @Test
  void aLongOneIsCompressed() {
    ReportRequest request = request(2, 70_000);
    String text = RequestText.of(VARIABLE, request);
    assertThat(text).startsWith("H4sI").hasSizeLessThan(1000);
    assertThat(Contract.read(RequestText.json(text), ReportRequest.class)).isEqualTo(request);
  }

  /** Older runners can read it only as it is. */
  @Test
  void aLongOneOfTheFirstVersionIsCompressedOnlyIfItWouldNotFit() {
    int rest = Contract.write(request(1, 0)).length();
    int room = RequestText.LARGEST_VARIABLE - RequestText.size(VARIABLE, "") - rest;
    assertThat(RequestText.of(VARIABLE, request(1, room))).startsWith("{");
    assertThat(RequestText.of(VARIABLE, request(1, room + 1))).startsWith("H4sI");
  }

  @ParameterizedTest
  @ValueSource(strings = {"H4sI", "no request", "[]", "H4sIAAAAAAAA/6tWAgBDv6ajAgAAAAo="})
  void whatIsNeitherIsToldAsSuch(String text) {
    assertThatThrownBy(() -> Contract.read(RequestText.json(text), ReportRequest.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ReportRequest request(int version, int length) {
    Workload workload =
        version == 1
            ? new TaskWorkload(JobType.ML, List.of("x".repeat(length)), Map.of())
            : new SqlWorkload(
                JobType.SQL,
                null,
                null,
                List.of(new Query("a", "x".repeat(length), null)),
                null,
                null);
    return ReportRequestBuilder.builder()
        .version(version)
        .jobId("job")
        .dataset(null)
        .workload(workload)
        .storage(null)
        .outputPrefix(null)
        .measurement(null)
        .runs(null)
        .goal(null)
        .cost(null)
        .variants(List.of())
        .comparison(null)
        .build();
  }
}
