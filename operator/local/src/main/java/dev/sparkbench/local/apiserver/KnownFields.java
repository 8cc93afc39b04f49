// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes unknown fields from pods. The known fields are those of the client's classes. Objects of
 * other types of Kubernetes are accepted as they are.
 */
final class KnownFields {

  // Keeps field names that no class has.
  private static final String FREE = "/metadata/managedFields";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setAnnotationIntrospector(new WithoutAnySetter())
          .addHandler(new UnknownProperties());

  private static final String FOUND = "found";

  private KnownFields() {}

  /**
   * Removes the fields that pods do not have.
   *
   * @return the paths of the fields
   */
  static List<String> prune(ObjectNode pod) {
    List<JsonPointer> found = new ArrayList<>();
    try {
      MAPPER.readerFor(Pod.class).withAttribute(FOUND, found).readValue(pod);
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest(
          "Pod in version \"v1\" cannot be handled as a Pod: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiException.internal(e);
    }
    found.forEach(
        field -> {
          if (pod.at(field.head()) instanceof ObjectNode parent) {
            parent.remove(field.last().getMatchingProperty());
          }
        });
    return found.stream().map(KnownFields::path).toList();
  }

  private static String path(JsonPointer field) {
    StringBuilder path = new StringBuilder();
    for (JsonPointer rest = field; !rest.matches(); rest = rest.tail()) {
      if (rest.mayMatchElement()) {
        path.append('[').append(rest.getMatchingIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
      }
    }
    return path.toString();
  }

  /** The client's classes take in whatever they do not know. */
  private static final class WithoutAnySetter extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private static final class UnknownProperties extends DeserializationProblemHandler {
    @Override
    @SuppressWarnings("unchecked")
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object beanOrClass,
        String name)
        throws IOException {
      JsonPointer field = parser.getParsingContext().pathAsPointer();
      if (!field.toString().startsWith(FREE)) {
        ((List<JsonPointer>) context.getAttribute(FOUND)).add(field);
      }
      parser.skipChildren();
      return true;
    }
  }
}
