// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the free-form pod templates of a spec. */
public final class PodTemplates {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JavaType TEMPLATE = JSON.constructType(PodTemplateSpec.class);

  /** The fields of each Kubernetes type. */
  private static final Map<JavaType, Map<String, JavaType>> FIELDS = new ConcurrentHashMap<>();

  /** The form of the names of labels, annotations and resources: a domain, a slash and a name. */
  private static final int LONGEST_NAME = 253 + 1 + 63;

  private PodTemplates() {}

  /**
   * The template as a typed object.
   *
   * @throws IllegalArgumentException if a known field has a value of another type
   */
  public static PodTemplateSpec parse(Map<String, Object> template) {
    return JSON.convertValue(template, PodTemplateSpec.class);
  }

  /** The kinds of volumes in Kubernetes, which are fields of a volume. */
  public static Set<String> volumeKinds() {
    Set<String> kinds = new TreeSet<>(fields(JSON.constructType(Volume.class)).keySet());
    kinds.remove("name");
    return kinds;
  }

  /**
   * Finds fields that Kubernetes does not know, and values that it does not accept. The API server
   * would drop such fields silently, and the operator would guess what such values mean.
   */
  static List<Violation> violations(String path, Map<String, Object> template) {
    Violations found = new Violations();
    check(path, template, TEMPLATE, found);
    if (found.isEmpty()) {
      try {
        parse(template);
      } catch (IllegalArgumentException e) {
        found.add(
            path, "is not a PodTemplateSpec: %s", e.getMessage().lines().findFirst().orElse(""));
      }
    }
    return found.toList();
  }

  private static void check(String path, Object value, JavaType type, Violations found) {
    if (value == null) {
      found.add(path, "has no value; give it one, or remove it");
    } else if (type.isJavaLangObject() || isReadInAWayOfItsOwn(type)) {
      // A quantity, or a port as a number or a name.
    } else if (type.isMapLikeType()) {
      if (expect(path, value, Map.class, "an object", found)) {
        ((Map<?, ?>) value)
            .forEach(
                (key, item) -> {
                  name(path, (String) key, found);
                  check(below(path, key), item, type.getContentType(), found);
                });
      }
    } else if (type.isCollectionLikeType()) {
      if (expect(path, value, List.class, "a list", found)) {
        int i = 0;
        for (Object item : (List<?>) value) {
          check("%s[%d]".formatted(path, i++), item, type.getContentType(), found);
        }
      }
    } else if (type.hasRawClass(String.class)) {
      if (!(value instanceof String)) {
        found.add(path, "must be a text; put the value into quotes");
      }
    } else if (type.hasRawClass(Boolean.class)) {
      expect(path, value, Boolean.class, "true or false", found);
    } else if (type.hasRawClass(Integer.class) || type.hasRawClass(Long.class)) {
      if (!(value instanceof Integer || value instanceof Long)) {
        expect(path, value, Integer.class, "a whole number", found);
      }
    } else if (expect(path, value, Map.class, "an object", found)) {
      Map<String, JavaType> fields = fields(type);
      ((Map<?, ?>) value)
          .forEach(
              (key, item) -> {
                JavaType field = fields.get((String) key);
                if (field == null) {
                  found.add(unknown(below(path, key), (String) key, fields));
                } else {
                  check(below(path, key), item, field, found);
                }
              });
    }
  }

  private static void name(String path, String name, Violations found) {
    if (name.length() > LONGEST_NAME) {
      found.add(
          path,
          "'%s' is a name of %d characters; give one of at most %d",
          name,
          name.length(),
          LONGEST_NAME);
    }
  }

  private static Violation unknown(String path, String name, Map<String, JavaType> fields) {
    Optional<String> near = Spelling.nearest(name, fields.keySet());
    return new Violation(
        path,
        near.map("is not a field of a PodTemplateSpec; did you mean %s?"::formatted)
            .orElse("is not a field of a PodTemplateSpec; remove it"));
  }

  private static boolean expect(
      String path, Object value, Class<?> type, String expected, Violations found) {
    if (type.isInstance(value)) {
      return true;
    }
    // Without its value, which may be a secret.
    found.add(path, "must be %s, and is %s", expected, kind(value));
    return false;
  }

  private static String kind(Object value) {
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    return value instanceof String ? "a text" : value.toString();
  }

  private static String below(String path, Object key) {
    return path + "." + Shown.of((String) key);
  }

  private static Map<String, JavaType> fields(JavaType type) {
    return FIELDS.computeIfAbsent(
        type,
        of -> {
          Map<String, JavaType> fields = new HashMap<>();
          for (BeanPropertyDefinition property :
              JSON.getDeserializationConfig().introspect(of).findProperties()) {
            fields.put(property.getName(), property.getPrimaryType());
          }
          return fields;
        });
  }

  private static boolean isReadInAWayOfItsOwn(JavaType type) {
    AnnotatedClass about =
        JSON.getDeserializationConfig().introspectClassAnnotations(type).getClassInfo();
    JsonDeserialize reader = about.getAnnotation(JsonDeserialize.class);
    return type.isTypeOrSubTypeOf(AnyType.class)
        || reader != null && reader.using() != JsonDeserializer.None.class;
  }
}
