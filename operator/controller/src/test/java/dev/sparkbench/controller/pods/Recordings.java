package dev.sparkbench.controller.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Pods that were recorded on a real cluster (Kubernetes 1.36.2), as its watch showed them. */
public final class Recordings {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Recordings() {}

  /** What became of a pod, event by event. */
  public static List<Pod> of(String name) {
    try (InputStream lines =
            Recordings.class.getResourceAsStream("/pods/recorded/" + name + ".jsonl");
        var events = JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines)) {
      return events.readAll().stream()
          .map(event -> JSON.convertValue(event.get("object"), Pod.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
