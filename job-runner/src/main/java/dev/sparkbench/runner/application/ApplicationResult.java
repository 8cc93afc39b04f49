// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkbench.runner.work.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The result of a call of an application. */
final class ApplicationResult implements Result {

  private static final String NOT_COMPARED = "application";

  private final Call call;
  private final List<String> remarks;
  private final List<String> compare;
  private final ComparedRows rows;
  private Map<String, JsonNode> outputs;

  ApplicationResult(Call call, List<String> remarks, List<String> compare, ComparedRows rows) {
    this.call = call;
    this.remarks = List.copyOf(remarks);
    this.compare = compare;
    this.rows = rows;
  }

  Call call() {
    return call;
  }

  /** Unknown, because the runner does not see what an application reads. */
  @Override
  public OptionalLong rows() {
    return OptionalLong.empty();
  }

  /**
   * Reads what the application wrote. This happens once, and only for the call whose outputs are
   * requested.
   */
  @Override
  public Map<String, JsonNode> outputs() {
    if (outputs == null) {
      Map<String, JsonNode> digests = new LinkedHashMap<>();
      compare.forEach(name -> digests.put(name, rows.digest(call.number(), name)));
      outputs = digests.isEmpty() ? Map.of(NOT_COMPARED, notCompared()) : digests;
    }
    return outputs;
  }

  private static JsonNode notCompared() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("compared", false)
        .put(
            "note",
            "jobConfig.application.compare names nothing below $(scratch), so results are not compared");
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }
}
