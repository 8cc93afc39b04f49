// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.RunRequest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The runner uses every value that the operator sends. A value that it ignores would be a field of
 * the manifest without an effect.
 */
class UsedRequestTest {

  private static final String API = "dev.sparkbench.api";
  private static final String CONTRACT = API + ".contract";

  /** Values that the runner does not read itself, with the reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "RunRequest.version", "Contract finds it in the text, before it reads the rest",
          "ReportRequest.version", "Contract finds it in the text, before it reads the rest",
          "TimeSpent.failedSec", "the report's documents have all of TimeSpent",
          "TimeSpent.warmupsSec", "the report's documents have all of TimeSpent");

  private static final Set<String> GENERATED = Set.of("equals", "hashCode", "toString");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sparkbench.runner", API);

  /** By the name of a record's class and of a component. */
  private final Set<String> read = new TreeSet<>();

  @Test
  void everyValueOfARequestIsUsed() {
    followTheRunner();
    Set<String> unused = new TreeSet<>();
    for (Class<?> part : records()) {
      for (RecordComponent component : part.getRecordComponents()) {
        if (!read.contains(key(part.getName(), component.getName()))) {
          unused.add(nameOf(part) + "." + component.getName());
        }
      }
    }
    assertThat(unused)
        .as("exceptions that the runner uses, or that are not there; remove them from EXCEPTIONS")
        .containsAll(EXCEPTIONS.keySet());
    unused.removeAll(EXCEPTIONS.keySet());
    assertThat(unused)
        .as(
            "components of records that the operator sends and the runner only checks or copies; use them, or remove them from their records, or add them to EXCEPTIONS with a reason")
        .isEmpty();
  }

  /** All records of the contract in a request. */
  private static Set<Class<?>> records() {
    Set<Class<?>> records = new LinkedHashSet<>();
    addRecords(RunRequest.class, records);
    addRecords(ReportRequest.class, records);
    return records;
  }

  private static void addRecords(Type type, Set<Class<?>> records) {
    if (type instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(of -> addRecords(of, records));
    } else if (type instanceof Class<?> known && known.getName().startsWith(CONTRACT + ".")) {
      if (known.isSealed()) {
        Stream.of(known.getPermittedSubclasses()).forEach(of -> addRecords(of, records));
      } else if (known.isRecord() && records.add(known)) {
        Stream.of(known.getRecordComponents())
            .forEach(component -> addRecords(component.getGenericType(), records));
      }
    }
  }

  /**
   * Finds what is read by the runner's code, and by the API's code that it calls. The operator
   * calls more of the API's code, which is no use by the runner.
   */
  private void followTheRunner() {
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    for (JavaClass one : classes) {
      for (JavaCodeUnit unit : one.getCodeUnits()) {
        if (!one.getPackageName().startsWith(API) || isCalledByTheJvmOrJackson(unit)) {
          open.add(unit);
        }
      }
    }
    Map<String, List<JavaCodeUnit>> bodies = new HashMap<>();
    Set<JavaCodeUnit> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.remove();
      for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
        if (access.getTargetOwner().getPackageName().startsWith(API)) {
          takeDown(unit, access);
          bodies
              .computeIfAbsent(
                  access.getTargetOwner().getName() + "#" + access.getName(),
                  key -> bodies(access.getTargetOwner(), access.getName()))
              .stream()
              .filter(seen::add)
              .forEach(open::add);
        }
      }
    }
  }

  private static boolean isCalledByTheJvmOrJackson(JavaCodeUnit unit) {
    return unit instanceof JavaStaticInitializer
        || unit instanceof JavaConstructor
            && unit.getOwner().isRecord()
            && unit.getOwner().getPackageName().equals(CONTRACT);
  }

  /** The methods of this name, also those that implement one of an interface. */
  private List<JavaCodeUnit> bodies(JavaClass owner, String name) {
    return Stream.concat(Stream.of(owner), owner.getAllSubclasses().stream())
        .flatMap(one -> one.getCodeUnits().stream())
        .filter(unit -> unit.getName().equals(name))
        .toList();
  }

  private void takeDown(JavaCodeUnit unit, JavaAccess<?> access) {
    boolean isOwn = unit.getOwner().equals(access.getTargetOwner());
    boolean isCheck = unit.getOwner().isEquivalentTo(Requests.class);
    boolean isAccessor = isOwn && unit.getName().equals(access.getName());
    boolean isGenerated =
        isOwn && GENERATED.contains(unit.getName())
            || unit.getOwner().getSimpleName().endsWith("Builder");
    if (!isCheck && !isAccessor && !isGenerated && !(isOwn && isCopy(unit))) {
      JavaClass owner = access.getTargetOwner();
      Stream.concat(Stream.of(owner), owner.getAllSubclasses().stream())
          .forEach(one -> read.add(key(one.getName(), access.getName())));
    }
  }

  /** Whether it creates a record of its own kind, such as {@code withDataset}. */
  private static boolean isCopy(JavaCodeUnit unit) {
    JavaClass own = unit.getOwner();
    return unit instanceof JavaConstructor
        || unit.getConstructorCallsFromSelf().stream()
            .anyMatch(call -> call.getTargetOwner().equals(own))
        || unit.getMethodCallsFromSelf().stream()
            .anyMatch(call -> call.getTargetOwner().getName().equals(own.getName() + "Builder"));
  }

  private static String key(String record, String component) {
    return record + "#" + component;
  }

  private static String nameOf(Class<?> part) {
    return part.getName().substring(CONTRACT.length() + 1).replace('$', '.');
  }
}
