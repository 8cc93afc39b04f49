// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.digest.QueryDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The output for queries after a pass.
 *
 * @param queries in their order
 * @param sink what happened to their rows
 * @param runs one for each query
 * @param digests of the results, by query; empty if the results were not checked
 * @param notes further remarks
 */
record QueryOutputs(
    List<AnalysedQuery> queries,
    QueryResult sink,
    List<QueryRun> runs,
    Map<String, QueryDigest> digests,
    List<String> notes)
    implements Result {

  QueryOutputs {
    queries = List.copyOf(queries);
    runs = List.copyOf(runs);
    digests = Map.copyOf(digests);
    notes = List.copyOf(notes);
  }

  /** Unknown, because queries read only what they need, and nobody counts the rows of a table. */
  @Override
  public OptionalLong rows() {
    return OptionalLong.empty();
  }

  @Override
  public Map<String, JsonNode> outputs() {
    Map<String, JsonNode> outputs = new LinkedHashMap<>();
    for (int i = 0; i < queries.size(); i++) {
      AnalysedQuery query = queries.get(i);
      outputs.put(query.query().name(), output(query, runs.get(i)));
    }
    return outputs;
  }

  private ObjectNode output(AnalysedQuery query, QueryRun run) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("text", query.query().text());
    run.plan().ifPresent(plan -> output.put("plan", plan));
    output.put("reproducible", query.reproducible());
    query.unsteady().forEach(what -> output.withArray("varies_by").add(what));
    query.ties().forEach(what -> output.withArray("varies_by_ties").add(what));
    QueryDigest digest = digests.get(query.query().name());
    if (digest != null) {
      output.set("result", digest.toJson());
    }
    return output;
  }

  @Override
  public Map<String, Map<String, Double>> phases() {
    Map<String, Map<String, Double>> phases = new LinkedHashMap<>();
    runs.forEach(run -> phases.put(run.name(), run.planning()));
    return phases;
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(notes);
    for (AnalysedQuery query : queries) {
      String name = query.query().name();
      if (query.limitedWithoutOrder() && sink == QueryResult.Discard) {
        remarks.add(
            "query %s has a LIMIT without ORDER BY: with result Discard every task computes as many rows; with Collect Spark stops when it has enough, and reads less"
                .formatted(name));
      }
      if (!query.reproducible()) {
        remarks.add(
            "the result of query %s was not compared: with %s it may be another one each time"
                .formatted(name, String.join(", ", query.unsteady())));
      }
    }
    return remarks;
  }
}
