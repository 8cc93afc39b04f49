// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OverheadRemarksTest {

  private final SortedMap<Integer, TrialDocuments> documents = new TreeMap<>();

  @Test
  void sayWhatTookMoreThanATwentieth() throws JsonProcessingException {
    // Of 20 slot-seconds: 1 is a twentieth, and not more.
    put(1, "2", iteration(10, true, "1.0", "0.0"));
    put(2, "4", iteration(5, true, "1.2", "1.4"), iteration(5, true, "2.8", "3.4"));
    assertThat(OverheadRemarks.of(documents))
        .containsExactly(
            "CPU limits made threads wait for 12 % of the executors' time (2 nodes)",
            "compiling took 10 % of the executors' time (2 nodes):"
                + " more measurement.warmups leave less of it");
  }

  @Test
  void nameAllNodeCountsOfWhichTheySpeak() throws JsonProcessingException {
    put(1, "1", iteration(10, true, "2.0", "null"));
    put(2, "2", iteration(10, true, "0.1", "null"));
    put(4, "4", iteration(10, true, "3.0", "null"));
    assertThat(OverheadRemarks.of(documents))
        .containsExactly(
            "compiling took 20 % of the executors' time (1 node), 8 % (4 nodes):"
                + " more measurement.warmups leave less of it");
  }

  @Test
  void sayWhereTheDriverHadToWait() throws JsonProcessingException {
    // Of the wall time, whatever the number of slots.
    put(1, "1", driver(10, "0.5"));
    put(8, "8", driver(5, "1.2"), driver(5, "0.8"));
    put(16, "16", driver(10, "1.5"), driver(10, "null"));
    assertThat(OverheadRemarks.of(documents))
        .containsExactly(
            "the driver's CPU limit made its threads wait for 20 % of the measured time (8 nodes), 15 % (16 nodes):"
                + " raise driver.cores, or set driver.limitCpu to false");
  }

  @Test
  void countHowOftenTheStoreAskedForFewerRequests() throws JsonProcessingException {
    putCounts(1, "0", "0");
    putCounts(2, "0", "1");
    putCounts(4, "17", "3");
    putCounts(8, "null", "null");
    assertThat(OverheadRemarks.of(documents))
        .containsExactly(
            "the object store asked for fewer requests (HTTP 503 or 429) once (2 nodes), 20 times (4 nodes),"
                + " which was waited out and is in the times: use fewer or larger objects, or raise the store's limits");
    assertThat(documents.get(8).throttledRequests()).isEmpty();
    assertThat(documents.get(1).throttledRequests()).hasValue(0);
  }

  private void putCounts(int nodes, String executors, String driver)
      throws JsonProcessingException {
    documents.put(
        nodes,
        new TrialDocuments(
            List.of(
                new ObjectMapper()
                    .readTree(
                        "{\"metrics\": {\"throttled_requests\": %s, \"driver_throttled_requests\": %s}}"
                            .formatted(executors, driver)))));
  }

  @Test
  void leaveOutIterationsThatDoNotCountAndWhatIsNotKnown() throws JsonProcessingException {
    put(
        1,
        "1",
        iteration(10, false, "9.0", "9.0"),
        iteration(10, true, "0.1", "0.1"),
        iteration(10, true, "null", "null"));
    put(2, "2");
    assertThat(OverheadRemarks.of(documents)).isEmpty();
  }

  private void put(int nodes, String slots, String... iterations) throws JsonProcessingException {
    documents.put(
        nodes,
        new TrialDocuments(
            List.of(
                new ObjectMapper()
                    .readTree(
                        "{\"metrics\": {\"slots\": %s, \"iterations\": [%s]}}"
                            .formatted(slots, String.join(", ", iterations))))));
  }

  private static String driver(int seconds, String throttled) {
    return "{\"sec\": %d, \"counted\": true, \"driver_throttled_sec\": %s}"
        .formatted(seconds, throttled);
  }

  private static String iteration(int seconds, boolean counted, String jit, String throttled) {
    return "{\"sec\": %d, \"counted\": %s, \"jit_sec\": %s, \"throttled_sec\": %s}"
        .formatted(seconds, counted, jit, throttled);
  }
}
