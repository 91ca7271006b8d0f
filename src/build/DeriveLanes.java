import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Derives vector loops from scalar ones: the elementwise kernels are written once, as loops over
 * numbers, and here each operation on a number becomes the operation on lanes. So both do the same
 * operations in the same order by construction.
 *
 * <p>Calls of the library's own functions are expanded in place. It is the reason for a program: C2
 * stops inlining (other than the Vector API's own methods) in a method of some forty vector
 * operations, and every vector that crosses a call which is not inlined is put into an object.
 *
 * <p>Understood are declarations, assignments to array elements, {@code if} on the order of
 * derivatives, conditional expressions, comparisons, arithmetic, shifts of bit patterns, {@code
 * fma}, {@code abs} and {@code copySign}. Anything else stops the build.
 *
 * <p>An activation is one such loop: the constants that name the loops, and the two methods that
 * choose among them, those over numbers and those over lanes, are derived too.
 *
 * <p>Run by the build: {@code java DeriveLanes.java <source root> <root of the derived doubles>
 * <target root>}.
 */
public final class DeriveLanes {
  private static final String SCALAR = "io/github/curvelane/kernel/scalar/";
  private static final String VECTOR = "io/github/curvelane/kernel/vector/";
  private static final String CONTRACT = "io/github/curvelane/kernel/contract/";

  /** The parameter that tells which derivatives are wanted, and its greatest value. */
  private static final String ORDER = "order";

  private static final int MAX_ORDER = 2;

  /** Of loops without that parameter. */
  private static final int ANY_ORDER = -1;

  /** What an expression stands for. */
  private enum Kind {
    LANES,
    BITS,
    MASK,
    NUMBER,
    INTEGER
  }

  /** A value and the Java expression, free of side effects, that denotes it. */
  private record Value(Kind kind, String text) {}

  /** A method and the class that it belongs to. */
  private record Owned(String owner, MethodTree method) {}

  private final String prefix;
  private final boolean single;
  private final Map<String, Owned> functions = new HashMap<>();
  private final Map<String, Kind> constants = new HashMap<>();

  private StringBuilder body;

  /** The order that a loop is derived for. */
  private int order;

  /** The variables of expressions that were emitted before and are in scope. */
  private Map<String, Value> known;

  private Map<String, String> broadcasts;
  private Set<String> names;

  private DeriveLanes(String prefix) {
    this.prefix = prefix;
    this.single = prefix.equals("Float");
  }

  /**
   * Derives.
   *
   * @param arguments the source root, the root of the derived doubles and the target root
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> roots = List.of(Path.of(arguments[0]), Path.of(arguments[1]));
    Path target = Path.of(arguments[2]);
    write(target.resolve(CONTRACT + "Shape.java"), shapes(read(roots, "FloatCurves")));
    for (String prefix : List.of("Float", "Double")) {
      DeriveLanes derivation = new DeriveLanes(prefix);
      for (String name : List.of("Bits", "Coefficients", "Polynomials", "Functions")) {
        derivation.learn(read(roots, prefix + name));
      }
      ClassTree functions = read(roots, prefix + "FunctionKernels");
      String functionLanes = prefix + "FunctionLanes";
      write(
          target.resolve(VECTOR + functionLanes + ".java"),
          derivation.derive(functionLanes, functions, "", ""));
      ClassTree curves = read(roots, prefix + "Curves");
      write(
          target.resolve(SCALAR + prefix + "ActivationKernels.java"),
          derivation.scalarActivations(curves));
      String activationLanes = prefix + "ActivationLanes";
      write(
          target.resolve(VECTOR + activationLanes + ".java"),
          derivation.derive(
              activationLanes,
              curves,
              "import io.github.curvelane.kernel.contract.Curve;\n",
              "\n  static" + derivation.choice(curves, "")));
    }
  }

  private static ClassTree read(List<Path> roots, String name) throws IOException {
    Path file =
        roots.stream()
            .map(root -> root.resolve(SCALAR + name + ".java"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IOException("no source of " + name));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, List.of(), null, manager.getJavaFileObjects(file));
      CompilationUnitTree unit = task.parse().iterator().next();
      return (ClassTree) unit.getTypeDecls().getFirst();
    }
  }

  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }

  /** Takes note of the functions and constants of a class. */
  private void learn(ClassTree type) {
    String owner = type.getSimpleName().toString();
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method && method.getReturnType() != null) {
        functions.put(owner + "." + method.getName(), new Owned(owner, method));
      } else if (member instanceof VariableTree field) {
        String declared = field.getType().toString();
        boolean number = declared.equals("float") || declared.equals("double");
        constants.put(owner + "." + field.getName(), number ? Kind.NUMBER : Kind.INTEGER);
      }
    }
  }

  /** The constants that name the curves. */
  private static String shapes(ClassTree curves) {
    return loops(curves).stream()
        .map(
            curve ->
                "  /** By {@code %s.%s}. */\n  %s"
                    .formatted(curves.getSimpleName(), curve.getName(), constantName(curve)))
        .collect(
            Collectors.joining(
                ",\n",
                """
                package io.github.curvelane.kernel.contract;

                /** The formulas of activations, each by its loop. */
                public enum Shape {
                """,
                "\n}\n"));
  }

  private static List<MethodTree> loops(ClassTree type) {
    return type.getMembers().stream()
        .filter(member -> member instanceof MethodTree method && loop(method) != null)
        .map(MethodTree.class::cast)
        .toList();
  }

  /** Returns the constant's name of a method: that of {@code leakyRelu} is LEAKY_RELU. */
  private static String constantName(MethodTree method) {
    return method.getName().toString().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  /** The activations over numbers. */
  private String scalarActivations(ClassTree curves) {
    return """
    package io.github.curvelane.kernel.scalar;

    import io.github.curvelane.kernel.contract.ActivationKernels;
    import io.github.curvelane.kernel.contract.Curve;

    /** Activations with their derivatives, each by its loop in PREFIXCurves. */
    public final class PREFIXActivationKernels implements ActivationKernels<NUMBER[]> {
      /** Creates the kernels; they have no state. */
      public PREFIXActivationKernels() {}

      @Override
      public\
    """
            .replace("PREFIX", prefix)
            .replace("NUMBER", single ? "float" : "double")
        + choice(curves, curves.getSimpleName() + ".")
        + "}\n";
  }

  /**
   * The method, from its type on, that chooses the loop of a curve. What a loop takes before the
   * order are constants of the curve by their names.
   */
  private String choice(ClassTree curves, String owner) {
    List<MethodTree> loops = loops(curves);
    List<String> all = names(loops.getFirst());
    List<String> common = all.subList(all.indexOf(ORDER), all.size());
    StringBuilder text = new StringBuilder();
    String array = single ? "float[]" : "double[]";
    text.append(
        " void apply(Curve curve, int order, %1$s x, int xOffset, %1$s y, int yOffset, %1$s d1, int d1Offset, %1$s d2, int d2Offset, int n) {\n"
            .formatted(array));
    text.append("    switch (curve.shape()) {\n");
    for (MethodTree loop : loops) {
      List<String> names = names(loop);
      String constants =
          names.subList(0, names.indexOf(ORDER)).stream()
              .map(name -> (single ? "(float) " : "") + "curve." + name + "(), ")
              .collect(Collectors.joining());
      text.append(
          "      case %s -> %s%s(%s%s);\n"
              .formatted(
                  constantName(loop), owner, loop.getName(), constants, String.join(", ", common)));
    }
    return text.append("    }\n  }\n").toString();
  }

  private static List<String> names(MethodTree method) {
    return method.getParameters().stream()
        .map(parameter -> parameter.getName().toString())
        .toList();
  }

  private String derive(String name, ClassTree loops, String imports, String choice) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        package io.github.curvelane.kernel.vector;

        %simport io.github.curvelane.kernel.scalar.PREFIXBits;
        import io.github.curvelane.kernel.scalar.PREFIXCoefficients;
        import jdk.incubator.vector.BITSVector;
        import jdk.incubator.vector.PREFIXVector;
        import jdk.incubator.vector.VectorMask;
        import jdk.incubator.vector.VectorOperators;
        import jdk.incubator.vector.VectorSpecies;

        /** Derived from the loops of %s, for full lanes: n is a multiple of their number. */
        final class %s {
          private static final VectorSpecies<BOX> BITS = PREFIXLanes.SPECIES.withLanes(INT.class);

          private %s() {}
        """
            .formatted(imports, loops.getSimpleName(), name, name));
    text.append(choice);
    for (MethodTree method : loops(loops)) {
      text.append(hasOrder(method) ? orders(method) : method(method, ANY_ORDER));
    }
    return text.append("}\n")
        .toString()
        .replace("PREFIX", prefix)
        .replace("BITSVector", single ? "IntVector" : "LongVector")
        .replace("INT.class", single ? "int.class" : "long.class")
        .replace("<BOX>", single ? "<Integer>" : "<Long>");
  }

  private static ForLoopTree loop(MethodTree method) {
    for (StatementTree statement : method.getBody().getStatements()) {
      if (statement instanceof ForLoopTree loop) {
        return loop;
      }
    }
    return null;
  }

  private static boolean hasOrder(MethodTree method) {
    return names(method).contains(ORDER);
  }

  /**
   * A loop for each order of derivatives: C2 drops what was never asked for from a common one, and
   * compiles it anew when it is.
   */
  private String orders(MethodTree method) {
    StringBuilder text = new StringBuilder();
    String names = String.join(", ", names(method));
    text.append("\n  static void %s(%s) {\n".formatted(method.getName(), parameters(method)));
    text.append("    switch (%s) {\n".formatted(ORDER));
    for (int order = 0; order <= MAX_ORDER; order++) {
      String label = order < MAX_ORDER ? "case " + order : "default";
      text.append("      %s -> %s%d(%s);\n".formatted(label, method.getName(), order, names));
    }
    text.append("    }\n  }\n");
    for (int order = 0; order <= MAX_ORDER; order++) {
      text.append(method(method, order));
    }
    return text.toString();
  }

  private static String parameters(MethodTree method) {
    return method.getParameters().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private String method(MethodTree method, int order) {
    this.order = order;
    body = new StringBuilder();
    known = new HashMap<>();
    broadcasts = new LinkedHashMap<>();
    names = new HashSet<>();
    Map<String, Value> scope = new HashMap<>();
    for (VariableTree parameter : method.getParameters()) {
      String name = parameter.getName().toString();
      names.add(name);
      if (Set.of("float", "double").contains(parameter.getType().toString())) {
        scope.put(name, new Value(Kind.NUMBER, name));
      }
    }
    names.add("i");
    statements(((BlockTree) loop(method).getStatement()).getStatements(), scope, "      ");
    StringBuilder text = new StringBuilder();
    String name = method.getName() + (order == ANY_ORDER ? "" : Integer.toString(order));
    text.append("\n  static void %s(%s) {\n".formatted(name, parameters(method)));
    text.append("    if (n < 0) {\n      return; // an empty call of a rehearsal\n    }\n");
    broadcasts.forEach(
        (value, constant) ->
            text.append(
                "    PREFIXVector %s = PREFIXVector.broadcast(PREFIXLanes.SPECIES, %s);\n"
                    .formatted(constant, value)));
    text.append("    for (int i = 0; i < n; i += PREFIXLanes.LANES) {\n");
    return text.append(body).append("    }\n  }\n").toString();
  }

  private void statements(
      List<? extends StatementTree> statements, Map<String, Value> scope, String indent) {
    for (StatementTree statement : statements) {
      switch (statement) {
        case VariableTree variable -> declare(variable, scope, indent);
        case ExpressionStatementTree expression
            when expression.getExpression() instanceof AssignmentTree assignment
                && assignment.getVariable() instanceof ArrayAccessTree element -> {
          String value = lanes(value(assignment.getExpression(), "", scope, indent));
          body.append(indent)
              .append(
                  "%s.intoArray(%s, %s);\n"
                      .formatted(value, element.getExpression(), element.getIndex()));
        }
        case IfTree choice when choice.getElseStatement() == null -> {
          if (order > least(choice)) {
            BlockTree block = (BlockTree) choice.getThenStatement();
            statements(block.getStatements(), new HashMap<>(scope), indent);
          }
        }
        default -> throw unknown(statement);
      }
    }
  }

  /** Returns the k of a condition {@code order > k}. */
  private static int least(IfTree choice) {
    if (((ParenthesizedTree) choice.getCondition()).getExpression() instanceof BinaryTree condition
        && condition.getKind() == Tree.Kind.GREATER_THAN
        && condition.getLeftOperand().toString().equals(ORDER)
        && condition.getRightOperand() instanceof LiteralTree literal) {
      return (Integer) literal.getValue();
    }
    throw unknown(choice);
  }

  private void declare(VariableTree variable, Map<String, Value> scope, String indent) {
    String name = variable.getName().toString();
    scope.put(name, value(variable.getInitializer(), "", scope, indent));
  }

  private Value value(
      ExpressionTree expression, String owner, Map<String, Value> scope, String indent) {
    return switch (expression) {
      case ParenthesizedTree inner -> value(inner.getExpression(), owner, scope, indent);
      case LiteralTree literal -> literal(literal);
      case IdentifierTree name -> {
        Value local = scope.get(name.getName().toString());
        yield local != null ? local : constant(owner + "." + name.getName(), name);
      }
      case MemberSelectTree member -> constant(member.toString(), member);
      case ArrayAccessTree element ->
          emit(
              Kind.LANES,
              "PREFIXVector.fromArray(PREFIXLanes.SPECIES, %s, %s)"
                  .formatted(element.getExpression(), element.getIndex()),
              indent);
      case UnaryTree unary when unary.getKind() == Tree.Kind.UNARY_MINUS -> {
        Value operand = value(unary.getExpression(), owner, scope, indent);
        yield operand.kind() == Kind.LANES
            ? emit(Kind.LANES, operand.text() + ".neg()", indent)
            : new Value(operand.kind(), "-" + operand.text());
      }
      case BinaryTree binary ->
          binary(
              binary,
              value(binary.getLeftOperand(), owner, scope, indent),
              value(binary.getRightOperand(), owner, scope, indent),
              indent);
      case ConditionalExpressionTree choice -> {
        String mask = value(choice.getCondition(), owner, scope, indent).text();
        String yes = lanes(value(choice.getTrueExpression(), owner, scope, indent));
        String no = lanes(value(choice.getFalseExpression(), owner, scope, indent));
        yield emit(Kind.LANES, "%s.blend(%s, %s)".formatted(no, yes, mask), indent);
      }
      case MethodInvocationTree call ->
          call(
              call,
              owner,
              call.getArguments().stream().map(a -> value(a, owner, scope, indent)).toList(),
              indent);
      default -> throw unknown(expression);
    };
  }

  private Value literal(LiteralTree literal) {
    return switch (literal.getValue()) {
      case Integer number -> new Value(Kind.INTEGER, number.toString());
      case Float number -> new Value(Kind.NUMBER, number + "f");
      case Double number -> new Value(Kind.NUMBER, number + "d");
      default -> throw unknown(literal);
    };
  }

  private Value constant(String name, Tree where) {
    if (name.startsWith(prefix + ".")) {
      return new Value(Kind.NUMBER, name);
    }
    Kind kind = constants.get(name);
    if (kind == null) {
      throw unknown(where);
    }
    return new Value(kind, name);
  }

  private Value binary(BinaryTree binary, Value a, Value b, String indent) {
    boolean constant = isConstant(a) && isConstant(b);
    return switch (binary.getKind()) {
      case PLUS, MINUS, MULTIPLY, DIVIDE -> {
        String operator =
            switch (binary.getKind()) {
              case PLUS -> "add";
              case MINUS -> "sub";
              case MULTIPLY -> "mul";
              default -> "div";
            };
        if (constant) {
          String symbol = Map.of("add", "+", "sub", "-", "mul", "*", "div", "/").get(operator);
          boolean whole = a.kind() == Kind.INTEGER && b.kind() == Kind.INTEGER;
          yield new Value(
              whole ? Kind.INTEGER : Kind.NUMBER,
              "(" + a.text() + " " + symbol + " " + b.text() + ")");
        }
        boolean bits = a.kind() == Kind.BITS || b.kind() == Kind.BITS;
        yield bits
            ? emit(Kind.BITS, "%s.%s(%s)".formatted(bits(a), operator, bits(b)), indent)
            : emit(Kind.LANES, "%s.%s(%s)".formatted(lanes(a), operator, lanes(b)), indent);
      }
      case LEFT_SHIFT -> shift("LSHL", a, b, indent);
      case UNSIGNED_RIGHT_SHIFT -> shift("LSHR", a, b, indent);
      case LESS_THAN -> compare("LT", a, b, indent);
      case LESS_THAN_EQUAL -> compare("LE", a, b, indent);
      case GREATER_THAN -> compare("GT", a, b, indent);
      case EQUAL_TO -> compare("EQ", a, b, indent);
      default -> throw unknown(binary);
    };
  }

  private Value shift(String operator, Value a, Value distance, String indent) {
    return emit(
        Kind.BITS,
        "%s.lanewise(VectorOperators.%s, %s)".formatted(a.text(), operator, distance.text()),
        indent);
  }

  private Value compare(String operator, Value a, Value b, String indent) {
    return emit(
        Kind.MASK,
        "%s.compare(VectorOperators.%s, %s)".formatted(lanes(a), operator, lanes(b)),
        indent);
  }

  private Value call(MethodInvocationTree call, String owner, List<Value> a, String indent) {
    String name = call.getMethodSelect().toString();
    return switch (name) {
      case "Math.fma" ->
          emit(
              Kind.LANES,
              "%s.fma(%s, %s)".formatted(lanes(a.get(0)), lanes(a.get(1)), lanes(a.get(2))),
              indent);
      case "Math.abs" -> emit(Kind.LANES, lanes(a.get(0)) + ".abs()", indent);
      case "Math.copySign" -> copySign(lanes(a.get(0)), lanes(a.get(1)), indent);
      case "Float.floatToRawIntBits", "Double.doubleToRawLongBits" ->
          emit(Kind.BITS, patterns(lanes(a.get(0))), indent);
      case "Float.intBitsToFloat", "Double.longBitsToDouble" ->
          emit(Kind.LANES, numbers(a.get(0).text()), indent);
      default -> {
        Owned function = functions.get(name.contains(".") ? name : owner + "." + name);
        if (function == null) {
          throw unknown(call);
        }
        yield expand(function, a, indent);
      }
    };
  }

  private Value copySign(String magnitude, String sign, String indent) {
    String mask = single ? "Integer.MIN_VALUE" : "Long.MIN_VALUE";
    String absolute = emit(Kind.BITS, patterns(magnitude) + ".and(~" + mask + ")", indent).text();
    String minus = emit(Kind.BITS, patterns(sign) + ".and(" + mask + ")", indent).text();
    return emit(Kind.LANES, numbers(absolute + ".or(" + minus + ")"), indent);
  }

  private String patterns(String lanes) {
    return lanes + (single ? ".reinterpretAsInts()" : ".reinterpretAsLongs()");
  }

  private String numbers(String bits) {
    return bits + (single ? ".reinterpretAsFloats()" : ".reinterpretAsDoubles()");
  }

  /** Expands a function of declarations and one return in place of its call. */
  private Value expand(Owned function, List<Value> arguments, String indent) {
    Map<String, Value> scope = new HashMap<>();
    List<? extends VariableTree> parameters = function.method().getParameters();
    for (int i = 0; i < parameters.size(); i++) {
      scope.put(parameters.get(i).getName().toString(), arguments.get(i));
    }
    for (StatementTree statement : function.method().getBody().getStatements()) {
      switch (statement) {
        case VariableTree variable ->
            scope.put(
                variable.getName().toString(),
                value(variable.getInitializer(), function.owner(), scope, indent));
        case ExpressionStatementTree expression
            when expression.getExpression() instanceof AssignmentTree assignment ->
            scope.put(
                assignment.getVariable().toString(),
                value(assignment.getExpression(), function.owner(), scope, indent));
        case ReturnTree result -> {
          return value(result.getExpression(), function.owner(), scope, indent);
        }
        default -> throw unknown(statement);
      }
    }
    throw unknown(function.method());
  }

  private static boolean isConstant(Value value) {
    return value.kind() == Kind.NUMBER || value.kind() == Kind.INTEGER;
  }

  /** Returns lanes that hold a value; those of a constant are made before the loop. */
  private String lanes(Value value) {
    return switch (value.kind()) {
      case LANES -> value.text();
      case NUMBER -> broadcast(value.text());
      case INTEGER -> broadcast(value.text() + (single ? "f" : "d"));
      default -> throw new IllegalStateException(value + " is not a number");
    };
  }

  private String broadcast(String text) {
    return broadcasts.computeIfAbsent(text, t -> fresh("c"));
  }

  private static String bits(Value value) {
    return switch (value.kind()) {
      case BITS -> value.text();
      case INTEGER -> "BITSVector.broadcast(BITS, " + value.text() + ")";
      default -> throw new IllegalStateException(value + " is not a bit pattern");
    };
  }

  private Value emit(Kind kind, String expression, String indent) {
    Value before = known.get(expression);
    if (before != null) {
      return before;
    }
    String name = fresh("v");
    String type =
        switch (kind) {
          case LANES -> "PREFIXVector";
          case BITS -> "BITSVector";
          case MASK -> "VectorMask<PREFIX>";
          default -> throw new IllegalStateException(kind.toString());
        };
    body.append(indent).append("%s %s = %s;\n".formatted(type, name, expression));
    Value value = new Value(kind, name);
    known.put(expression, value);
    return value;
  }

  private String fresh(String stem) {
    int number = 0;
    while (!names.add(stem + number)) {
      number++;
    }
    return stem + number;
  }

  private static IllegalStateException unknown(Tree tree) {
    return new IllegalStateException("cannot derive lanes from: " + tree);
  }
}
