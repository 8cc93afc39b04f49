// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The columns of tables. */
final class Columns {

  private static final Column NAME = Column.at("Name", "string", "Name", 0, ".metadata.name");
  private static final Column AGE =
      Column.at("Age", "date", "Time since creation", 0, ".metadata.creationTimestamp");

  /** The columns of types that show more than name and age. */
  private static final Map<String, List<Column>> BUILT_IN =
      Map.of(
          ResourceTypes.PODS,
          List.of(
              NAME,
              Column.of("Ready", 0, (pod, now) -> TextNode.valueOf(ready(pod))),
              Column.of("Status", 0, (pod, now) -> TextNode.valueOf(podStatus(pod))),
              Column.of("Restarts", 0, (pod, now) -> IntNode.valueOf(0)),
              AGE,
              Column.at("IP", "string", "IP", 1, ".status.podIP"),
              Column.at("Node", "string", "Node", 1, ".spec.nodeName")),
          "events",
          List.of(
              Column.at("Last Seen", "date", "Last Seen", 0, ".lastTimestamp"),
              Column.at("Type", "string", "Type", 0, ".type"),
              Column.at("Reason", "string", "Reason", 0, ".reason"),
              Column.of("Object", 0, (event, now) -> TextNode.valueOf(involved(event))),
              Column.at("Source", "string", "Source", 1, ".source.component"),
              Column.at("Message", "string", "Message", 0, ".message"),
              Column.at("Count", "integer", "Count", 1, ".count"),
              Column.at("Name", "string", "Name", 1, ".metadata.name")),
          "namespaces",
          List.of(NAME, Column.at("Status", "string", "Status", 0, ".status.phase"), AGE),
          "configmaps",
          List.of(NAME, Column.of("Data", 0, (map, now) -> size(map)), AGE),
          ResourceTypes.SECRETS,
          List.of(
              NAME,
              Column.at("Type", "string", "Type", 0, ".type"),
              Column.of("Data", 0, (secret, now) -> size(secret)),
              AGE));

  private Columns() {}

  static List<Column> of(ResourceType type) {
    return type.custom()
        .map(ResourceType.Custom::columns)
        .orElse(BUILT_IN.getOrDefault(type.qualifiedName(), List.of(NAME, AGE)));
  }

  /** The columns of a CRD's version. */
  static List<Column> of(JsonNode version) {
    JsonNode columns = version.path("additionalPrinterColumns");
    return Stream.concat(
            Stream.of(NAME),
            columns.isEmpty()
                ? Stream.of(AGE)
                : StreamSupport.stream(columns.spliterator(), false)
                    .map(
                        column ->
                            Column.at(
                                column.path("name").asText(),
                                column.path("type").asText(),
                                column.path("description").asText(),
                                column.path("priority").asInt(),
                                column.path("jsonPath").asText())))
        .toList();
  }

  private static String ready(JsonNode pod) {
    long ready =
        StreamSupport.stream(pod.at("/status/containerStatuses").spliterator(), false)
            .filter(container -> container.path("ready").asBoolean())
            .count();
    return "%d/%d".formatted(ready, pod.at("/spec/containers").size());
  }

  /** That the pod is being deleted, otherwise its container's reason, otherwise the pod's phase. */
  private static String podStatus(JsonNode pod) {
    if (Metadata.isBeingDeleted(pod)) {
      return "Terminating";
    }
    JsonNode state = pod.at("/status/containerStatuses/0/state");
    return Stream.of(
            pod.at("/status/reason"),
            state.at("/waiting/reason"),
            state.at("/terminated/reason"),
            pod.at("/status/phase"))
        .map(JsonNode::asText)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("Unknown");
  }

  private static String involved(JsonNode event) {
    JsonNode object = event.path("involvedObject");
    return object.path("kind").asText().toLowerCase(Locale.ROOT)
        + "/"
        + object.path("name").asText();
  }

  private static JsonNode size(JsonNode object) {
    return IntNode.valueOf(object.path("data").size());
  }
}
