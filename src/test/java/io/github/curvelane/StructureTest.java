package io.github.curvelane;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that the compiler cannot see, checked in the compiled classes of the library. */
final class StructureTest {
  private static final String ROOT = "io.github.curvelane";
  private static final String VECTOR_API = "jdk.incubator.vector";
  private static final String SPECIES = VECTOR_API + ".VectorSpecies";
  private static final String VECTOR = VECTOR_API + ".Vector";
  private static final String OPERATORS = VECTOR_API + ".VectorOperators";

  /** Which packages a package may use beside itself: arrows point down only. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry(ROOT, List.of()),
          Map.entry(ROOT + ".internal", List.of(ROOT)),
          Map.entry(ROOT + ".kernel.contract", List.of(ROOT, ROOT + ".internal", ROOT + ".kernel")),
          Map.entry(
              ROOT + ".kernel.plain", List.of(ROOT, ROOT + ".kernel", ROOT + ".kernel.contract")),
          Map.entry(
              ROOT + ".kernel.scalar",
              List.of(ROOT, ROOT + ".kernel", ROOT + ".kernel.contract", ROOT + ".kernel.plain")),
          Map.entry(
              ROOT + ".kernel.vector",
              List.of(
                  ROOT,
                  ROOT + ".kernel",
                  ROOT + ".kernel.contract",
                  ROOT + ".kernel.plain",
                  ROOT + ".kernel.scalar")),
          Map.entry(ROOT + ".kernel", List.of(ROOT, ROOT + ".internal", ROOT + ".kernel..")),
          Map.entry(
              ROOT + ".nn",
              List.of(ROOT, ROOT + ".internal", ROOT + ".kernel", ROOT + ".kernel.plain")),
          Map.entry(ROOT + ".curvature", List.of(ROOT, ROOT + ".internal", ROOT + ".kernel")),
          Map.entry(
              ROOT + ".optim",
              List.of(ROOT, ROOT + ".internal", ROOT + ".kernel", ROOT + ".kernel.plain")),
          Map.entry(
              ROOT + ".optim.batch",
              List.of(
                  ROOT,
                  ROOT + ".internal",
                  ROOT + ".kernel",
                  ROOT + ".kernel.plain",
                  ROOT + ".optim")),
          Map.entry(ROOT + ".check", List.of(ROOT, ROOT + ".internal", ROOT + ".kernel")),
          Map.entry(ROOT + ".metrics", List.of(ROOT + ".nn")),
          Map.entry(
              ROOT + ".data",
              List.of(ROOT, ROOT + ".internal", ROOT + ".kernel", ROOT + ".nn", ROOT + ".optim")),
          Map.entry(
              ROOT + ".io",
              List.of(
                  ROOT,
                  ROOT + ".internal",
                  ROOT + ".kernel",
                  ROOT + ".nn",
                  ROOT + ".optim",
                  ROOT + ".data")),
          Map.entry(
              ROOT + ".cluster",
              List.of(
                  ROOT,
                  ROOT + ".internal",
                  ROOT + ".kernel",
                  ROOT + ".kernel.plain",
                  ROOT + ".nn",
                  ROOT + ".data",
                  ROOT + ".io")),
          Map.entry(
              ROOT + ".transfer",
              List.of(
                  ROOT,
                  ROOT + ".internal",
                  ROOT + ".kernel",
                  ROOT + ".nn",
                  ROOT + ".optim",
                  ROOT + ".io")),
          Map.entry(
              ROOT + ".continuation",
              List.of(
                  ROOT,
                  ROOT + ".internal",
                  ROOT + ".kernel",
                  ROOT + ".kernel.plain",
                  ROOT + ".optim",
                  ROOT + ".optim.batch")),
          Map.entry(
              ROOT + ".prune",
              List.of(
                  ROOT,
                  ROOT + ".internal",
                  ROOT + ".kernel",
                  ROOT + ".kernel.plain",
                  ROOT + ".nn",
                  ROOT + ".optim")),
          Map.entry(
              ROOT + ".serve",
              List.of(
                  ROOT,
                  ROOT + ".internal",
                  ROOT + ".kernel",
                  ROOT + ".nn",
                  ROOT + ".optim",
                  ROOT + ".data",
                  ROOT + ".io",
                  ROOT + ".metrics")));

  /** Math methods whose results are exact by specification; all others may differ by machine. */
  private static final Set<String> EXACT_MATH =
      Set.of(
          "abs",
          "absExact",
          "addExact",
          "ceil",
          "ceilDiv",
          "clamp",
          "copySign",
          "floor",
          "floorDiv",
          "floorMod",
          "fma",
          "getExponent",
          "incrementExact",
          "max",
          "min",
          "multiplyExact",
          "multiplyFull",
          "multiplyHigh",
          "negateExact",
          "nextAfter",
          "nextDown",
          "nextUp",
          "rint",
          "round",
          "scalb",
          "signum",
          "sqrt",
          "subtractExact",
          "toIntExact",
          "ulp",
          "unsignedMultiplyHigh");

  /** Lanewise operations that the JDK computes with a library of the machine's. */
  private static final Set<String> INEXACT_OPERATORS =
      Set.of(
          "ACOS", "ASIN", "ATAN", "ATAN2", "CBRT", "COS", "COSH", "EXP", "EXPM1", "HYPOT", "LOG",
          "LOG10", "LOG1P", "POW", "SIN", "SINH", "TAN", "TANH");

  private static JavaClasses library;

  @BeforeAll
  static void readLibrary() throws URISyntaxException {
    Path compiled =
        Path.of(Precision.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    library =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPath(compiled);
  }

  static List<String> packages() {
    return List.copyOf(ARROWS.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packagesUseOnlyWhatIsBelowThem(String name) {
    List<String> allowed = ARROWS.get(name);
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(name)
            .should()
            .dependOnClassesThat(
                new DescribedPredicate<>("are of the library and not in %s", allowed) {
                  @Override
                  public boolean test(JavaClass used) {
                    String other = used.getPackageName();
                    return other.startsWith(ROOT)
                        && !other.equals(name)
                        && allowed.stream().noneMatch(a -> matches(a, other));
                  }
                });
    rule.allowEmptyShould(true).check(library);
  }

  private static boolean matches(String allowed, String name) {
    return allowed.endsWith("..")
        ? name.startsWith(allowed.substring(0, allowed.length() - 1))
        : name.equals(allowed);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    classes().should().resideInAnyPackage(ARROWS.keySet().toArray(String[]::new)).check(library);
  }

  @Test
  void onlyTheVectorKernelsUseTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".kernel.vector")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API + "..")
        .check(library);
  }

  @Test
  void noFunctionComesFromThePlatformsMathematics() {
    noClasses()
        .should(
            callMethodWhere(
                new DescribedPredicate<JavaMethodCall>("a Math method is not exact") {
                  @Override
                  public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isEquivalentTo(Math.class)
                        && !EXACT_MATH.contains(call.getName());
                  }
                }))
        .check(library);
  }

  @Test
  void noLanewiseFunctionComesFromThePlatform() {
    noClasses()
        .should()
        .accessFieldWhere(
            DescribedPredicate.describe(
                "an inexact lanewise operator",
                access ->
                    access.getTargetOwner().getName().equals(OPERATORS)
                        && INEXACT_OPERATORS.contains(access.getName())))
        .check(library);
  }

  @Test
  void noSumAcrossLanesIsInUnspecifiedOrder() {
    codeUnits()
        .should(
            new ArchCondition<>("not reduce lanes with ADD or MUL") {
              @Override
              public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean reduces =
                    unit.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getName().startsWith("reduceLanes"));
                boolean sums =
                    unit.getFieldAccesses().stream()
                        .filter(access -> access.getTargetOwner().getName().equals(OPERATORS))
                        .map(JavaAccess::getName)
                        .anyMatch(Set.of("ADD", "MUL", "FIRST_NONZERO")::contains);
                if (reduces && sums) {
                  events.add(SimpleConditionEvent.violated(unit, unit.getFullName()));
                }
              }
            })
        .check(library);
  }

  @Test
  void gaussianNumbersAreOurOwn() {
    noClasses()
        .should(
            callMethodWhere(
                new DescribedPredicate<JavaMethodCall>("a generator transforms its numbers") {
                  @Override
                  public boolean test(JavaMethodCall call) {
                    return Set.of("nextGaussian", "nextExponential").contains(call.getName());
                  }
                }))
        .check(library);
  }

  @Test
  void scratchMemoryHasAnOwner() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(library);
  }

  @Test
  void speciesAreConstants() {
    fields()
        .that()
        .haveRawType(SPECIES)
        .should(
            new ArchCondition<>("be static and final") {
              @Override
              public void check(JavaField field, ConditionEvents events) {
                if (!field
                    .getModifiers()
                    .containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL))) {
                  events.add(SimpleConditionEvent.violated(field, field.getFullName()));
                }
              }
            })
        .check(library);
  }

  @Test
  void speciesAreNeverPassedAround() {
    codeUnits()
        .should(
            new ArchCondition<>("neither take nor return a species") {
              @Override
              public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean passes =
                    unit.getRawParameterTypes().stream()
                            .anyMatch(type -> type.getName().equals(SPECIES))
                        || unit.getRawReturnType().getName().equals(SPECIES);
                if (passes) {
                  events.add(SimpleConditionEvent.violated(unit, unit.getFullName()));
                }
              }
            })
        .check(library);
  }

  @Test
  void vectorsAreNeverStored() {
    fields()
        .should(
            new ArchCondition<>("not hold a vector, shuffle or mask unless a constant") {
              @Override
              public void check(JavaField field, ConditionEvents events) {
                boolean constant =
                    field
                        .getModifiers()
                        .containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL));
                boolean holds = field.getRawType().getBaseComponentType().isAssignableTo(VECTOR);
                if (holds && !constant) {
                  events.add(SimpleConditionEvent.violated(field, field.getFullName()));
                }
              }
            })
        .check(library);
  }
}
