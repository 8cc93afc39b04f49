// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Pods that were recorded on a real cluster (Kubernetes 1.36.2), as its watch showed them. */
public final class Recordings {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELETED = "DELETED";

  private Recordings() {}

  /** All recordings. */
  public static List<String> names() {
    try (Stream<Path> files =
        Files.list(Path.of(Recordings.class.getResource("/pods/recorded").toURI()))) {
      return files
          .map(file -> file.getFileName().toString().replace(".jsonl", ""))
          .sorted()
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The states of a pod, event by event, without its removal. */
  public static List<Pod> of(String name) {
    return events(name).stream()
        .filter(event -> !event.get("type").asText().equals(DELETED))
        .map(event -> JSON.convertValue(event.get("object"), Pod.class))
        .toList();
  }

  /** Whether the pod was gone at the end. */
  public static boolean isGoneAtTheEnd(String name) {
    return events(name).stream().anyMatch(event -> event.get("type").asText().equals(DELETED));
  }

  private static List<JsonNode> events(String name) {
    try (InputStream lines =
            Recordings.class.getResourceAsStream("/pods/recorded/" + name + ".jsonl");
        var events = JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines)) {
      return events.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
