// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleSlotsTest {

  @Test
  void saysNothingWhereEachSlotHadSomethingToDo() throws JsonProcessingException {
    assertThat(remark("parquet", "null", "Pinned", 8, 8, 8, true)).isEmpty();
    assertThat(remark("parquet", "null", "Pinned", 8, 9, 8, true)).isEmpty();
  }

  @Test
  void saysNothingOfADocumentWithoutAStage() throws JsonProcessingException {
    assertThat(IdleSlots.of(new JsonMapper().readTree("{\"metrics\": {\"slots\": 8}}"))).isEmpty();
  }

  @Test
  void tellsOfRowGroups() throws JsonProcessingException {
    assertThat(remark("parquet", "null", "Pinned", 8, 8, 5, true))
        .contains(
            "8 nodes: 3 of 8 task slots had nothing to do: the dataset has 8 splits, 5 of them with rows (row groups cannot be divided; write smaller ones, or more files)");
    assertThat(remark("orc", "null", "Pinned", 8, 1, 1, true))
        .contains(
            "8 nodes: 7 of 8 task slots had nothing to do: the dataset has 1 split (stripes cannot be divided; write smaller ones, or more files)");
  }

  @Test
  void tellsOfObjectsThatCannotBeSplit() throws JsonProcessingException {
    assertThat(remark("csv", "\"3 of 3 objects are compressed\"", "Pinned", 8, 3, 3, true))
        .contains(
            "8 nodes: 5 of 8 task slots had nothing to do: the dataset has 3 splits (3 of 3 objects are compressed)");
  }

  @Test
  void tellsOfSmallData() throws JsonProcessingException {
    assertThat(remark("csv", "null", "Pinned", 8, 5, 5, true).orElseThrow())
        .endsWith(
            "the dataset has 5 splits (little is cut below 64 KiB; take a larger dataset, or fewer nodes)");
    assertThat(remark("csv", "null", "PerNodeCount", 8, 5, 5, true).orElseThrow())
        .endsWith(
            "(Spark cuts little below 4 MiB; take a larger dataset, or set measurement.partitions to Pinned)");
  }

  @Test
  void tellsOfATaskOfItsOwnBlocks() throws JsonProcessingException {
    String expected =
        "8 nodes: 3 of 8 task slots had nothing to do: the stage that takes most of the time, map at ALS, has 5 tasks; if the task has a number of blocks or partitions among its parameters, raise it";
    assertThat(remark("csv", "null", "Pinned", 64, 5, 5, false)).contains(expected);
    // Redistributed rows are in memory, but are not a split of the dataset.
    assertThat(remark("csv", "null", "Pinned", 64, 5, 5, true)).contains(expected);
  }

  /** Eight nodes of one core. */
  private static Optional<String> remark(
      String format,
      String note,
      String partitions,
      int splits,
      int tasks,
      int withWork,
      boolean readsDataset)
      throws JsonProcessingException {
    return IdleSlots.of(
        new JsonMapper()
            .readTree(
                """
                {"nodes": 8, "partitions": "%s",
                 "dataset": {"format": "%s", "splits": {"count": %d, "note": %s}},
                 "metrics": {"slots": 8, "main_stage": {
                   "name": "map at ALS", "tasks": %d, "tasks_with_work": %d, "reads_dataset": %s}}}
                """
                    .formatted(
                        partitions,
                        format,
                        readsDataset && splits != 64 ? tasks : splits,
                        note,
                        tasks,
                        withWork,
                        readsDataset)));
  }
}
