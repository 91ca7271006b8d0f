import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Derives the kernels that are unrolled over registers, in both precisions: the tiles of the matrix
 * product and the convolution, the transpositions and what adds straight from one. Each of their
 * vectors is a local variable, since C2 keeps those in registers from the first term to the last,
 * and puts into objects the elements of an array of vectors and what a method returns that is not
 * inlined. So the loops over rows and vectors are written once here, and unrolled by this program.
 *
 * <p>What bounds a tile; bench/results has the measurements:
 *
 * <ul>
 *   <li>Registers. The accumulators, a step's loads of B and one broadcast of A may take {@value
 *       #MAX_REGISTERS} of 32. Where there are 16, C2 starts the broadcasts of all rows together,
 *       and the tile of 4×2 takes 14.
 *   <li>Nodes. C2 stops inlining at 40,000 of them, and a call of the Vector API is some hundred
 *       before it becomes an instruction. Tiles of 130 calls were at times left with a few that are
 *       not inlined, and those box: at most {@value #MAX_CALLS}.
 *   <li>Bytecodes. HotSpot compiles no method of more than 8,000; the longest here has 1,744.
 * </ul>
 *
 * <p>A template is Java behind a margin, whose letters say what becomes of a line. Small ones
 * repeat it, and consecutive lines with the same letter are repeated together:
 *
 * <ul>
 *   <li>{@code t}: for each term of a step of several;
 *   <li>{@code r}: for each row; with {@code n} not for the first, with {@code s} only for those
 *       after which the chains are stored;
 *   <li>{@code v}: for each vector of a row;
 *   <li>{@code d}: for each distance 1, 2, 4, … of a transposition; {@code x}: for each two of its
 *       rows, x and y, at this distance.
 * </ul>
 *
 * Capital ones keep it for some tiles: {@code S} if a step has several terms; {@code P} if B is a
 * panel, {@code M} or {@code A} if the distance of its terms is multiplied or added, {@code L} if
 * that distance is an argument. In the text {@code #r} is a number and {@code $r} the same as a
 * digit of a name, 0 to f; {@code #c} counts the chains, row after row; {@code #R}, {@code #V} and
 * {@code #T} are how many rows, vectors of a row and terms of a step there are.
 *
 * <p>Run by the build: {@code java DeriveTiles.java <target root>}.
 */
public final class DeriveTiles {
  private static final String VECTOR = "io/github/curvelane/kernel/vector/";
  private static final int MAX_REGISTERS = 28;
  private static final int MAX_CALLS = 90;

  /** The letters that repeat or keep a line, the outermost first. */
  private static final String LETTERS = "SPMACLtrnsvdx";

  /**
   * A tile.
   *
   * @param rows of C
   * @param vectors of a row of C
   * @param terms of a step: with more than one the loop is unrolled over the terms as well
   * @param b how its loop finds the next term of B, if A is in place
   * @param note for what it is there
   */
  private record Tile(int rows, int vectors, int terms, char b, String note) {
    Tile {
      int registers = rows * vectors + vectors + 1;
      int steps = terms == 1 ? 1 : terms + 1;
      int calls = 1 + 2 * rows * vectors + steps * (rows * vectors + vectors + rows);
      if (registers > MAX_REGISTERS || calls > MAX_CALLS) {
        throw new IllegalArgumentException(
            "%d×%d takes %d registers and %d calls".formatted(rows, vectors, registers, calls));
      }
    }
  }

  /** A packed B: at a distance that C2 knows. */
  private static final char PANEL = 'P';

  /** At any distance from B's start. */
  private static final char MULTIPLIED = 'M';

  /** At any distance from the term before. */
  private static final char ADDED = 'A';

  /** In place, and copied into a panel on the way. */
  private static final char COPIED = 'C';

  /** The tiles of a packed A. Unrolled over the terms too, 12×2 took 1.25 times as long. */
  private static final List<Tile> PACKED =
      List.of(
          new Tile(12, 2, 1, PANEL, "27 of 32 registers"),
          new Tile(12, 1, 1, PANEL, "for a last panel of one vector"),
          new Tile(10, 2, 1, PANEL, "ten columns of a narrow product leave none of its rows idle"),
          new Tile(4, 2, 1, PANEL, "for the last rows, and for 16 registers"),
          new Tile(4, 1, 1, PANEL, "for the last rows of a last panel of one vector"));

  /**
   * The tiles of an A in place. With two terms a step, C2 kept accumulators of 12×2 in memory in
   * every second run, and 8×2 would gain 1 to 3 % for half as much code again. 12×2 beside a panel
   * takes 4 to 10 % longer than 8×2, which knows the distance of B's terms and so has no range
   * check in its loop.
   */
  private static final List<Tile> IN_PLACE =
      List.of(
          new Tile(12, 2, 1, ADDED, "for B in place too"),
          new Tile(12, 1, 1, MULTIPLIED, "for a last panel of one vector"),
          new Tile(8, 2, 1, PANEL, "eight rows' addresses fit the integer registers"),
          new Tile(4, 2, 2, MULTIPLIED, "for the last rows, and for 16 registers"),
          new Tile(4, 1, 4, MULTIPLIED, "for the last rows of a last panel of one vector"));

  /**
   * The first tiles of a panel of B: its loads and stores take turns with additions, where copying
   * it before them took 3 to 8 % of a product of some hundred rows.
   */
  private static final List<Tile> COPYING =
      List.of(new Tile(12, 2, 1, COPIED, "it copies B into a panel"));

  /** The same with A in place. */
  private static final List<Tile> COPYING_IN_PLACE =
      List.of(new Tile(8, 2, 1, COPIED, "it copies B into a panel"));

  /** The tiles of outputs of a convolution. */
  private static final List<Tile> PATCHES =
      List.of(
          new Tile(8, 2, 1, PANEL, "eight places' addresses fit the integer registers"),
          new Tile(8, 1, 1, PANEL, "for a last panel of one vector"),
          new Tile(4, 2, 1, PANEL, "for the last places, and for 16 registers"),
          new Tile(4, 1, 1, PANEL, "for the last places of a last panel of one vector"));

  /** The tiles of outputs of a convolution of few maps, whose lanes are places. */
  private static final List<Tile> PLANES =
      List.of(
          new Tile(8, 3, 1, PANEL, "28 of 32 registers"),
          new Tile(6, 3, 1, PANEL, "for maps that leave rows of others idle"),
          new Tile(4, 3, 1, PANEL, "for few maps"),
          new Tile(4, 2, 1, PANEL, "for 16 registers"));

  /** The tiles of sums over rows whose lanes are terms of a window. */
  private static final List<Tile> TERM_SUMS =
      List.of(
          new Tile(8, 2, 1, PANEL, "eight maps fill a register's worth of sums"),
          new Tile(4, 2, 1, PANEL, "for 16 registers"));

  /** The tiles of sums over rows whose lanes are maps. */
  private static final List<Tile> MAP_SUMS =
      List.of(
          new Tile(8, 2, 1, PANEL, "eight terms' offsets fit the integer registers"),
          new Tile(8, 1, 1, PANEL, "for a last panel of one vector"),
          new Tile(4, 2, 1, PANEL, "for 16 registers"),
          new Tile(4, 1, 1, PANEL, "for a last panel of one vector, and 16 registers"));

  /** The tile of outputs of a depthwise convolution. */
  private static final Tile CHANNELS = new Tile(4, 1, 1, PANEL, "four chains hide a latency");

  /** The tile of sums over rows of a depthwise convolution. */
  private static final Tile CHANNEL_SUMS = new Tile(5, 1, 1, PANEL, "for 9, 25 and 49 elements");

  /** The tiles of sums over rows whose lanes are maps × terms of a run. */
  private static final List<Tile> RUN_SUMS =
      List.of(
          new Tile(5, 2, 1, PANEL, "for windows of five rows"),
          new Tile(3, 2, 1, PANEL, "for windows of three rows"));

  private static final String PACKED_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** The micro-kernel of #R×#V vectors with A packed: #NOTE. */
          |final class FloatTile#Rx#V {
          |  static final int ROWS = #R;
          |  static final int COLUMNS = #V * FloatLanes.LANES;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |  private static final int LANES = FloatLanes.LANES;
          |
          |  private FloatTile#Rx#V() {}
          |
          |  /**
          |   * Continues or starts the chains of one tile of C by k terms.
          |   *
          |   * @param k the number of terms
          |   * @param a a panel of A: #R elements a term
          |   * @param aOffset where it starts
      P   |   * @param b a panel of B: #V vectors a term
      C   |   * @param b B itself
          |   * @param bOffset where it starts
      C   |   * @param ldb the distance from term to term
      C   |   * @param panel where the panel of B goes: #V vectors a term
      C   |   * @param panelOffset where it starts
          |   * @param c where the tile is
          |   * @param cOffset its first index
          |   * @param ldc its leading dimension
          |   * @param resumed the chains so far, row after row of the tile; null if they start from +0
          |   */
          |  static void multiply(
          |      int k,
          |      float[] a,
          |      int aOffset,
          |      float[] b,
          |      int bOffset,
      C   |      int ldb,
      C   |      float[] panel,
      C   |      int panelOffset,
          |      float[] c,
          |      int cOffset,
          |      int ldc,
          |      float[] resumed) {
          |    if (k < 0) {
          |      return; // an empty call of a rehearsal
          |    }
          |    FloatVector zero = FloatVector.zero(SPECIES);
      rv  |    FloatVector c$r$v = zero;
          |    if (resumed != null) {
      rv  |      c$r$v = FloatVector.fromArray(SPECIES, resumed, #c * LANES);
          |    }
      C   |    int bp = bOffset;
          |    for (int p = 0; p < k; p++) {
      P   |      int bp = bOffset + p * COLUMNS;
      v   |      FloatVector b$v = FloatVector.fromArray(SPECIES, b, bp + #v * LANES);
      C   |      int to = panelOffset + p * COLUMNS;
      Cv  |      b$v.intoArray(panel, to + #v * LANES);
          |      int ap = aOffset + p * ROWS;
          |      FloatVector s;
      r   |      s = FloatVector.broadcast(SPECIES, a[ap + #r]);
      rv  |      c$r$v = s.fma(b$v, c$r$v);
      C   |      bp += ldb;
          |    }
          |    int row = cOffset;
      rn  |    row += ldc;
      rv  |    c$r$v.intoArray(c, row + #v * LANES);
          |  }
          |}
      """;

  private static final String IN_PLACE_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** The micro-kernel of #R×#V vectors with A in place: #NOTE. */
          |final class FloatRowTile#Rx#V {
          |  static final int ROWS = #R;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |  private static final int LANES = FloatLanes.LANES;
          |
          |  private FloatRowTile#Rx#V() {}
          |
          |  /**
          |   * Continues or starts the chains of one tile of C by k terms.
          |   *
          |   * @param k the number of terms
          |   * @param a where A is
          |   * @param aOffset the first element of the tile's first row
          |   * @param lda A's leading dimension
          |   * @param rows how many rows there are; the tile's others repeat the last
      P   |   * @param b a panel of B
      L   |   * @param b a panel of B, or B itself
          |   * @param bOffset where it starts
      L   |   * @param ldb the distance from term to term
      C   |   * @param panel where a panel of B goes: #V vectors a term
      C   |   * @param panelOffset where it starts
          |   * @param c where the tile is
          |   * @param cOffset its first index
          |   * @param ldc its leading dimension
          |   * @param resumed the chains so far, row after row of the tile; null if they start from +0
          |   */
          |  static void multiply(
          |      int k,
          |      float[] a,
          |      int aOffset,
          |      int lda,
          |      int rows,
          |      float[] b,
          |      int bOffset,
      L   |      int ldb,
      C   |      float[] panel,
      C   |      int panelOffset,
          |      float[] c,
          |      int cOffset,
          |      int ldc,
          |      float[] resumed) {
          |    if (k < 0) {
          |      return; // an empty call of a rehearsal
          |    }
          |    FloatVector zero = FloatVector.zero(SPECIES);
      rv  |    FloatVector c$r$v = zero;
          |    if (resumed != null) {
      rv  |      c$r$v = FloatVector.fromArray(SPECIES, resumed, #c * LANES);
          |    }
          |    int last = rows - 1;
          |    int a0 = aOffset;
      rn  |    int a$r = aOffset + Math.min(#r, last) * lda;
          |    int p = 0;
          |    int bp;
      A   |    bp = bOffset;
      C   |    bp = bOffset;
          |    FloatVector s;
      v   |    FloatVector b$v;
      S   |    for (; p <= k - #T; p += #T) {
      St  |      bp = bOffset + (p + #t) * ldb;
      Stv |      b$v = FloatVector.fromArray(SPECIES, b, bp + #v * LANES);
      Str |      s = FloatVector.broadcast(SPECIES, a[a$r + p + #t]);
      Strv|      c$r$v = s.fma(b$v, c$r$v);
      S   |    }
          |    for (; p < k; p++) {
      P   |      bp = bOffset + p * #V * LANES;
      M   |      bp = bOffset + p * ldb;
      v   |      b$v = FloatVector.fromArray(SPECIES, b, bp + #v * LANES);
      C   |      int to = panelOffset + p * #V * LANES;
      Cv  |      b$v.intoArray(panel, to + #v * LANES);
      r   |      s = FloatVector.broadcast(SPECIES, a[a$r + p]);
      rv  |      c$r$v = s.fma(b$v, c$r$v);
      A   |      bp += ldb;
      C   |      bp += ldb;
          |    }
          |    int row = cOffset;
      rn  |    row += ldc;
      rv  |    c$r$v.intoArray(c, row + #v * LANES);
          |  }
          |}
      """;

  private static final String PATCH_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** The micro-kernel of #R places × #V vectors of maps of a convolution: #NOTE. */
          |final class FloatPatchTile#Rx#V {
          |  static final int ROWS = #R;
          |  static final int COLUMNS = #V * FloatLanes.LANES;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |  private static final int LANES = FloatLanes.LANES;
          |
          |  private FloatPatchTile#Rx#V() {}
          |
          |  /**
          |   * Continues or starts the chains of one tile of outputs, over runs of terms that lie side by
          |   * side in the images, and adds the bias.
          |   *
          |   * @param runs where the runs of a window start, from its first element
          |   * @param length the terms of a run
          |   * @param a the surrounded images
          |   * @param aOffset the first element of the first window's group
          |   * @param places where the windows of places start, from the first
          |   * @param at the tile's first place
          |   * @param rows how many places there are; the tile's others repeat the last
          |   * @param b a panel of weights: #V vectors a term, then as many of the bias
          |   * @param bOffset where it starts
          |   * @param c where the tile is
          |   * @param cOffset its first index
          |   * @param ldc its leading dimension
          |   * @param resumed the chains so far, row after row of the tile; null if they start from +0
          |   */
          |  static void multiply(
          |      int[] runs,
          |      int length,
          |      float[] a,
          |      int aOffset,
          |      int[] places,
          |      int at,
          |      int rows,
          |      float[] b,
          |      int bOffset,
          |      float[] c,
          |      int cOffset,
          |      int ldc,
          |      float[] resumed) {
          |    FloatVector zero = FloatVector.zero(SPECIES);
      rv  |    FloatVector c$r$v = zero;
          |    if (resumed != null) {
      rv  |      c$r$v = FloatVector.fromArray(SPECIES, resumed, #c * LANES);
          |    }
          |    int last = rows - 1;
      r   |    int a$r = aOffset + places[at + Math.min(#r, last)];
          |    int start = bOffset;
          |    FloatVector s;
      v   |    FloatVector b$v;
          |    for (int run : runs) {
          |      int end = run + length;
          |      int first = start - run * COLUMNS;
          |      for (int p = run; p < end; p++) {
          |        int bp = first + p * COLUMNS;
      v   |        b$v = FloatVector.fromArray(SPECIES, b, bp + #v * LANES);
      r   |        s = FloatVector.broadcast(SPECIES, a[a$r + p]);
      rv  |        c$r$v = s.fma(b$v, c$r$v);
          |      }
          |      start += length * COLUMNS;
          |    }
      v   |    b$v = FloatVector.fromArray(SPECIES, b, start + #v * LANES);
          |    int row = cOffset;
      rn  |    row += ldc;
      rv  |    c$r$v.add(b$v).intoArray(c, row + #v * LANES);
          |  }
          |}
      """;

  private static final String PLANE_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** The micro-kernel of #R maps × #V vectors of places of a convolution: #NOTE. */
          |final class FloatPlaneTile#Rx#V {
          |  static final int ROWS = #R;
          |  static final int COLUMNS = #V * FloatLanes.LANES;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |  private static final int LANES = FloatLanes.LANES;
          |
          |  private FloatPlaneTile#Rx#V() {}
          |
          |  /**
          |   * Computes the chains of one tile of outputs and adds the bias.
          |   *
          |   * @param terms where the terms of a window are, from its first element
          |   * @param x the channels of a surrounded image, one behind the other
          |   * @param xOffset the first element of the first place's window
          |   * @param w a panel of weights: #R elements a term, then as many of the bias
          |   * @param wOffset where it starts
          |   * @param y where the tile is, a row a map
          |   * @param yOffset its first index
          |   * @param ldy the distance from map to map
          |   */
          |  static void multiply(
          |      int[] terms,
          |      float[] x,
          |      int xOffset,
          |      float[] w,
          |      int wOffset,
          |      float[] y,
          |      int yOffset,
          |      int ldy) {
          |    FloatVector zero = FloatVector.zero(SPECIES);
      rv  |    FloatVector c$r$v = zero;
          |    FloatVector s;
      v   |    FloatVector b$v;
          |    for (int k = 0; k < terms.length; k++) {
          |      int at = xOffset + terms[k];
      v   |      b$v = FloatVector.fromArray(SPECIES, x, at + #v * LANES);
          |      int wp = wOffset + k * ROWS;
      r   |      s = FloatVector.broadcast(SPECIES, w[wp + #r]);
      rv  |      c$r$v = s.fma(b$v, c$r$v);
          |    }
          |    int bias = wOffset + terms.length * ROWS;
          |    int row = yOffset;
      rn  |    row += ldy;
      r   |    s = FloatVector.broadcast(SPECIES, w[bias + #r]);
      rv  |    c$r$v.add(s).intoArray(y, row + #v * LANES);
          |  }
          |}
      """;

  private static final String TERM_SUM_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** Sums over rows of #R maps × #V vectors of a window's terms: #NOTE. */
          |final class FloatTermSums#Rx#V {
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |  private static final int LANES = FloatLanes.LANES;
          |
          |  private FloatTermSums#Rx#V() {}
          |
          |  /**
          |   * Continues the chains of one tile.
          |   *
          |   * @param x the surrounded images
      v   |   * @param x$v where vector #v of the first window is
          |   * @param places where the windows of rows start, from the first
          |   * @param from the first row
          |   * @param to the row after the last
          |   * @param u the signal
          |   * @param uOffset the tile's first map in the first row
          |   * @param ldu the distance from row to row
          |   * @param sums the chains, a row of them a map
          |   * @param sumsOffset the tile's first index
          |   * @param ldSums the distance from map to map
          |   */
          |  static void add(
          |      float[] x,
      v   |      int x$v,
          |      int[] places,
          |      int from,
          |      int to,
          |      float[] u,
          |      int uOffset,
          |      int ldu,
          |      float[] sums,
          |      int sumsOffset,
          |      int ldSums) {
          |    int row = sumsOffset;
      rn  |    row += ldSums;
      rv  |    FloatVector c$r$v = FloatVector.fromArray(SPECIES, sums, row + #v * LANES);
          |    FloatVector s;
      v   |    FloatVector b$v;
          |    int up = uOffset;
          |    for (int r = from; r < to; r++) {
          |      int place = places[r];
      v   |      b$v = FloatVector.fromArray(SPECIES, x, x$v + place);
      r   |      s = FloatVector.broadcast(SPECIES, u[up + #r]);
      rv  |      c$r$v = s.fma(b$v, c$r$v);
          |      up += ldu;
          |    }
          |    row = sumsOffset;
      rn  |    row += ldSums;
      rv  |    c$r$v.intoArray(sums, row + #v * LANES);
          |  }
          |}
      """;

  private static final String MAP_SUM_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** Sums over rows of #R terms of a window × #V vectors of maps: #NOTE. */
          |final class FloatMapSums#Rx#V {
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |  private static final int LANES = FloatLanes.LANES;
          |
          |  private FloatMapSums#Rx#V() {}
          |
          |  /**
          |   * Continues the chains of one tile.
          |   *
          |   * @param x the surrounded images
          |   * @param xOffset the first element of the first window's group
          |   * @param terms where the terms of a window are, from its first element
          |   * @param at the tile's first term
          |   * @param used how many terms there are; the tile's others repeat the last
          |   * @param places where the windows of rows start, from the first
          |   * @param from the first row
          |   * @param to the row after the last
          |   * @param u the signal
          |   * @param uOffset the tile's first map in the first row
          |   * @param ldu the distance from row to row
          |   * @param sums the chains, a row of them a term
          |   * @param sumsOffset the tile's first index
          |   * @param ldSums the distance from term to term
          |   */
          |  static void add(
          |      float[] x,
          |      int xOffset,
          |      int[] terms,
          |      int at,
          |      int used,
          |      int[] places,
          |      int from,
          |      int to,
          |      float[] u,
          |      int uOffset,
          |      int ldu,
          |      float[] sums,
          |      int sumsOffset,
          |      int ldSums) {
          |    int last = used - 1;
      r   |    int x$r = xOffset + terms[at + Math.min(#r, last)];
          |    int row = sumsOffset;
      rn  |    row += ldSums;
      rv  |    FloatVector c$r$v = FloatVector.fromArray(SPECIES, sums, row + #v * LANES);
          |    FloatVector s;
      v   |    FloatVector b$v;
          |    int up = uOffset;
          |    for (int r = from; r < to; r++) {
          |      int place = places[r];
      v   |      b$v = FloatVector.fromArray(SPECIES, u, up + #v * LANES);
      r   |      s = FloatVector.broadcast(SPECIES, x[x$r + place]);
      rv  |      c$r$v = s.fma(b$v, c$r$v);
          |      up += ldu;
          |    }
          |    row = sumsOffset;
      rn  |    row += ldSums;
      rv  |    c$r$v.intoArray(sums, row + #v * LANES);
          |  }
          |}
      """;

  private static final String CHANNEL_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** The micro-kernel of #R places × a vector of channels of a depthwise convolution: #NOTE. */
          |final class FloatChannelTile {
          |  static final int ROWS = #R;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |  private static final int LANES = FloatLanes.LANES;
          |
          |  private FloatChannelTile() {}
          |
          |  /**
          |   * Continues or starts the chains of one tile of outputs and adds the bias.
          |   *
          |   * @param taps where the elements of a window are, from its first
          |   * @param x the surrounded images
          |   * @param xOffset the first channel in the first window
          |   * @param places where the windows of places start, from the first
          |   * @param at the tile's first place
          |   * @param rows how many places there are; the tile's others repeat the last
          |   * @param w a panel of weights: a vector an element, then the bias
          |   * @param wOffset where it starts
          |   * @param c where the tile is
          |   * @param cOffset its first index
          |   * @param ldc its leading dimension
          |   * @param resumed the chains so far, row after row of the tile; null if they start from +0
          |   */
          |  static void multiply(
          |      int[] taps,
          |      float[] x,
          |      int xOffset,
          |      int[] places,
          |      int at,
          |      int rows,
          |      float[] w,
          |      int wOffset,
          |      float[] c,
          |      int cOffset,
          |      int ldc,
          |      float[] resumed) {
          |    FloatVector zero = FloatVector.zero(SPECIES);
      r   |    FloatVector c$r = zero;
          |    if (resumed != null) {
      r   |      c$r = FloatVector.fromArray(SPECIES, resumed, #r * LANES);
          |    }
          |    int last = rows - 1;
      r   |    int x$r = xOffset + places[at + Math.min(#r, last)];
          |    FloatVector s;
          |    for (int k = 0; k < taps.length; k++) {
          |      int tap = taps[k];
          |      s = FloatVector.fromArray(SPECIES, w, wOffset + k * LANES);
      r   |      c$r = s.fma(FloatVector.fromArray(SPECIES, x, x$r + tap), c$r);
          |    }
          |    s = FloatVector.fromArray(SPECIES, w, wOffset + taps.length * LANES);
          |    int row = cOffset;
      rn  |    row += ldc;
      r   |    c$r.add(s).intoArray(c, row);
          |  }
          |}
      """;

  private static final String CHANNEL_SUM_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/** Sums over rows of #R elements of a window × a vector of channels: #NOTE. */
          |final class FloatChannelSums {
          |  static final int ROWS = #R;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |
          |  private FloatChannelSums() {}
          |
          |  /**
          |   * Continues the chains of one tile.
          |   *
          |   * @param x the surrounded images
          |   * @param xOffset the first channel in the first window
          |   * @param taps where the elements of a window are, from its first
          |   * @param at the tile's first element
          |   * @param used how many elements there are; the tile's others repeat the last
          |   * @param places where the windows of rows start, from the first
          |   * @param from the first row
          |   * @param to the row after the last
          |   * @param u the signal
          |   * @param uOffset the first channel in the first row
          |   * @param ldu the distance from row to row
          |   * @param sums the chains, a row of them an element
          |   * @param sumsOffset the tile's first index
          |   * @param ldSums the distance from element to element
          |   */
          |  static void add(
          |      float[] x,
          |      int xOffset,
          |      int[] taps,
          |      int at,
          |      int used,
          |      int[] places,
          |      int from,
          |      int to,
          |      float[] u,
          |      int uOffset,
          |      int ldu,
          |      float[] sums,
          |      int sumsOffset,
          |      int ldSums) {
          |    int last = used - 1;
      r   |    int x$r = xOffset + taps[at + Math.min(#r, last)];
          |    int row = sumsOffset;
      rn  |    row += ldSums;
      r   |    FloatVector c$r = FloatVector.fromArray(SPECIES, sums, row);
          |    int up = uOffset;
          |    for (int r = from; r < to; r++) {
          |      int place = places[r];
          |      FloatVector s = FloatVector.fromArray(SPECIES, u, up);
      r   |      c$r = s.fma(FloatVector.fromArray(SPECIES, x, x$r + place), c$r);
          |      up += ldu;
          |    }
          |    row = sumsOffset;
      rn  |    row += ldSums;
      r   |    c$r.intoArray(sums, row);
          |  }
          |}
      """;

  private static final String RUN_SUM_TILE =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.IntVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/**
          | * Sums over rows of #R runs of a window × #V vectors, whose lanes are some maps × the terms of a
          | * run: #NOTE. Both factors are spread over the lanes in registers.
          | */
          |final class SingleRunSums#Rx#V {
          |  static final int ROWS = #R;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
          |  private static final VectorSpecies<Integer> INDICES = IntVector.SPECIES_512;
          |  private static final int LANES = 16;
          |
          |  private SingleRunSums#Rx#V() {}
          |
          |  /**
          |   * Continues the chains of one tile.
          |   *
          |   * @param lanes which term of a run each lane has, then for each vector which map
          |   * @param x the surrounded images
          |   * @param xOffset the first element of the first window's group
          |   * @param runs where the runs of a window start, from its first element
          |   * @param at the tile's first run
          |   * @param used how many runs there are; the tile's others repeat the last
          |   * @param places where the windows of rows start, from the first
          |   * @param from the first row
          |   * @param to the row after the last
          |   * @param u the signal
          |   * @param uOffset the tile's first map in the first row
          |   * @param ldu the distance from row to row
          |   * @param sums the chains, a row of them a run
          |   * @param sumsOffset the tile's first index
          |   * @param ldSums the distance from run to run
          |   */
          |  static void add(
          |      int[] lanes,
          |      float[] x,
          |      int xOffset,
          |      int[] runs,
          |      int at,
          |      int used,
          |      int[] places,
          |      int from,
          |      int to,
          |      float[] u,
          |      int uOffset,
          |      int ldu,
          |      float[] sums,
          |      int sumsOffset,
          |      int ldSums) {
          |    int last = used - 1;
      r   |    int x$r = xOffset + runs[at + Math.min(#r, last)];
          |    int row = sumsOffset;
      rn  |    row += ldSums;
      rv  |    FloatVector c$r$v = FloatVector.fromArray(SPECIES, sums, row + #v * LANES);
          |    IntVector terms = IntVector.fromArray(INDICES, lanes, 0);
      v   |    IntVector maps$v = IntVector.fromArray(INDICES, lanes, LANES + #v * LANES);
          |    FloatVector s;
      v   |    FloatVector b$v;
          |    int up = uOffset;
          |    for (int r = from; r < to; r++) {
          |      int place = places[r];
          |      IntVector w = FloatVector.fromArray(SPECIES, u, up).reinterpretAsInts();
      v   |      b$v = maps$v.selectFrom(w).reinterpretAsFloats();
      r   |      w = FloatVector.fromArray(SPECIES, x, x$r + place).reinterpretAsInts();
      r   |      s = terms.selectFrom(w).reinterpretAsFloats();
      rv  |      c$r$v = s.fma(b$v, c$r$v);
          |      up += ldu;
          |    }
          |    row = sumsOffset;
      rn  |    row += ldSums;
      rv  |    c$r$v.intoArray(sums, row + #v * LANES);
          |  }
          |}
      """;

  private static final String TRANSPOSE_8 =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.VectorMask;
          |import jdk.incubator.vector.VectorShuffle;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/**
          | * Transposes blocks of 8×8 in registers, for vectors of 8 lanes: in step d = 1, 2, 4 two rows
          | * whose numbers differ by d exchange the lanes whose numbers differ by d.
          | */
          |final class FloatTranspose8 {
          |  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
          |
      d   |  private static final VectorShuffle<Float> UP_#d = shuffle(-#d);
      d   |  private static final VectorShuffle<Float> DOWN_#d = shuffle(#d);
      d   |  private static final VectorMask<Float> ODD_#d = odd(#d);
          |
          |  private FloatTranspose8() {}
          |
          |  private static VectorShuffle<Float> shuffle(int distance) {
          |    return VectorShuffle.fromOp(SPECIES, lane -> (lane + distance) & (SPECIES.length() - 1));
          |  }
          |
          |  private static VectorMask<Float> odd(int distance) {
          |    boolean[] bits = new boolean[SPECIES.length()];
          |    for (int lane = 0; lane < bits.length; lane++) {
          |      bits[lane] = (lane & distance) != 0;
          |    }
          |    return VectorMask.fromArray(SPECIES, bits, 0);
          |  }
          |
          |  /**
          |   * Stores columns of at most 8 rows as vectors, 8 columns at a time. Lanes beyond the rows
          |   * repeat the last.
          |   *
          |   * @return how many columns were stored, the largest multiple of 8 up to {@code columns}
          |   */
          |  static int columns(
          |      float[] source,
          |      int offset,
          |      int ld,
          |      int rows,
          |      int columns,
          |      float[] target,
          |      int targetOffset,
          |      int stride) {
          |    if (columns < 0) {
          |      return 0; // an empty call of a rehearsal
          |    }
          |    int last = rows - 1;
          |    int r0 = offset;
      rn  |    int r$r = offset + Math.min(#r, last) * ld;
          |    int p = 0;
          |    for (; p <= columns - 8; p += 8) {
      r   |      FloatVector v$r = FloatVector.fromArray(SPECIES, source, r$r + p);
          |      FloatVector t;
      dx  |      t = v$x.blend(v$y.rearrange(UP_#d), ODD_#d);
      dx  |      v$y = v$x.rearrange(DOWN_#d).blend(v$y, ODD_#d);
      dx  |      v$x = t;
          |      int to = targetOffset + p * stride;
      r   |      v$r.intoArray(target, to + #r * stride);
          |    }
          |    return p;
          |  }
          |}
      """;

  private static final String TRANSPOSE_16 =
      """
          |package io.github.curvelane.kernel.vector;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.IntVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/**
          | * Transposes blocks of 16×16 in registers: in step d = 1, 2, 4, 8 two rows whose numbers differ
          | * by d exchange the lanes whose numbers differ by d. One selection from two vectors an
          | * exchange, which 512-bit registers have an instruction for; rearranging and blending takes
          | * twice the time.
          | */
          |final class SingleTranspose16 {
          |  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
          |
          |  /** Lanes of the two results of an exchange at each distance. */
      d   |  static final IntVector EVEN_#d = even(#d);
      d   |  static final IntVector ODD_#d = odd(#d);
          |
          |  private SingleTranspose16() {}
          |
          |  private static IntVector even(int distance) {
          |    int[] lanes = new int[16];
          |    for (int lane = 0; lane < 16; lane++) {
          |      lanes[lane] = (lane & distance) == 0 ? lane : 16 + lane - distance;
          |    }
          |    return IntVector.fromArray(IntVector.SPECIES_512, lanes, 0);
          |  }
          |
          |  private static IntVector odd(int distance) {
          |    int[] lanes = new int[16];
          |    for (int lane = 0; lane < 16; lane++) {
          |      lanes[lane] = (lane & distance) == 0 ? lane + distance : 16 + lane;
          |    }
          |    return IntVector.fromArray(IntVector.SPECIES_512, lanes, 0);
          |  }
          |
          |  /**
          |   * Stores columns of at most 16 rows as vectors, 16 columns at a time. Lanes beyond the rows
          |   * repeat the last.
          |   *
          |   * @return how many columns were stored, the largest multiple of 16 up to {@code columns}
          |   */
          |  static int columns(
          |      float[] source,
          |      int offset,
          |      int ld,
          |      int rows,
          |      int columns,
          |      float[] target,
          |      int targetOffset,
          |      int stride) {
          |    if (columns < 0) {
          |      return 0; // an empty call of a rehearsal
          |    }
          |    int last = rows - 1;
          |    int r0 = offset;
      rn  |    int r$r = offset + Math.min(#r, last) * ld;
          |    int p = 0;
          |    for (; p <= columns - 16; p += 16) {
      r   |      IntVector v$r = FloatVector.fromArray(SPECIES, source, r$r + p).reinterpretAsInts();
          |      IntVector t;
      dx  |      t = EVEN_#d.selectFrom(v$x, v$y);
      dx  |      v$y = ODD_#d.selectFrom(v$x, v$y);
      dx  |      v$x = t;
          |      int to = targetOffset + p * stride;
      r   |      v$r.reinterpretAsFloats().intoArray(target, to + #r * stride);
          |    }
          |    return p;
          |  }
          |}
      """;

  private static final String ROW_CHAINS =
      """
          |package io.github.curvelane.kernel.vector;
          |
      d   |import static io.github.curvelane.kernel.vector.SingleTranspose16.EVEN_#d;
      d   |import static io.github.curvelane.kernel.vector.SingleTranspose16.ODD_#d;
          |
          |import jdk.incubator.vector.FloatVector;
          |import jdk.incubator.vector.IntVector;
          |import jdk.incubator.vector.VectorSpecies;
          |
          |/**
          | * Sixteen chains, each along a stored row of a matrix, whose lanes are the rows: blocks of
          | * 16×16 are transposed in registers as in {@link SingleTranspose16} and added from there,
          | * without a buffer between: 33 GB/s on a Zen 4 from its third-level cache, where one row after
          | * another without vectors takes 20 and a buffer 13. Two blocks of 8×8 a step reached 38, but a
          | * second species of vectors in the process made C2 box those of other kernels.
          | */
          |final class SingleRowChains {
          |  /** Rows that are worked on together. */
          |  static final int ROWS = 16;
          |
          |  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
          |
          |  private SingleRowChains() {}
          |
          |  /**
          |   * Continues sixteen chains by k terms.
          |   *
          |   * @param x the factors, one a term, from index 0 on
          |   * @param b the matrix
          |   * @param bOffset the first element of its first row
          |   * @param ldb the distance from row to row
          |   * @param c the chains
          |   * @param cOffset the first of them
          |   */
          |  static void add(int k, float[] x, float[] b, int bOffset, int ldb, float[] c, int cOffset) {
          |    // Stored within a block too: C2 takes no load before these, else it starts all sixteen
          |    // broadcasts at once and spills ten (5 to 8 % of the time).
          |    FloatVector sum = FloatVector.fromArray(SPECIES, c, cOffset);
          |    int p = 0;
          |    for (; p <= k - 16; p += 16) {
          |      int row = bOffset + p;
      rn  |      row += ldb;
      r   |      IntVector v$r = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
          |      IntVector t;
      dx  |      t = EVEN_#d.selectFrom(v$x, v$y);
      dx  |      v$y = ODD_#d.selectFrom(v$x, v$y);
      dx  |      v$x = t;
      r   |      sum = FloatVector.broadcast(SPECIES, x[p + #r]).fma(v$r.reinterpretAsFloats(), sum);
      rs  |      sum.intoArray(c, cOffset);
          |    }
          |    sum.intoArray(c, cOffset);
          |    for (; p < k; p++) {
          |      for (int r = 0; r < ROWS; r++) {
          |        c[cOffset + r] = Math.fma(x[p], b[bOffset + r * ldb + p], c[cOffset + r]);
          |      }
          |    }
          |  }
          |}
      """;

  /** The rows of {@link #ROW_CHAINS} after which the chains are stored. */
  private static final Set<Integer> STORED = Set.of(5, 10);

  private final Tile tile;
  private final Map<Character, Integer> numbers = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private DeriveTiles(Tile tile) {
    this.tile = tile;
    numbers.put('R', tile.rows());
    numbers.put('V', tile.vectors());
    numbers.put('T', tile.terms());
  }

  /**
   * Derives.
   *
   * @param arguments the target root
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    if (!root.toString().contains("generated-sources")) {
      throw new IllegalArgumentException(
          "the target root is %s, must be below generated-sources: others' files are deleted there"
              .formatted(root));
    }
    Map<String, String> texts = new HashMap<>();
    putAll(texts, "Tile", PACKED, PACKED_TILE);
    putAll(texts, "RowTile", IN_PLACE, IN_PLACE_TILE);
    putAll(texts, "CopyingTile", COPYING, PACKED_TILE.replace("FloatTile#", "FloatCopyingTile#"));
    putAll(
        texts,
        "CopyingRowTile",
        COPYING_IN_PLACE,
        IN_PLACE_TILE.replace("FloatRowTile#", "FloatCopyingRowTile#"));
    putAll(texts, "PatchTile", PATCHES, PATCH_TILE);
    putAll(texts, "PlaneTile", PLANES, PLANE_TILE);
    putAll(texts, "TermSums", TERM_SUMS, TERM_SUM_TILE);
    putAll(texts, "MapSums", MAP_SUMS, MAP_SUM_TILE);
    putBoth(texts, "ChannelTile", unrolled(CHANNELS, CHANNEL_TILE));
    putBoth(texts, "ChannelSums", unrolled(CHANNEL_SUMS, CHANNEL_SUM_TILE));
    for (Tile tile : RUN_SUMS) {
      String name = "SingleRunSums%dx%d.java".formatted(tile.rows(), tile.vectors());
      texts.put(name, unrolled(tile, RUN_SUM_TILE));
    }
    putBoth(texts, "Transpose8", unrolled(square(8), TRANSPOSE_8));
    texts.put("SingleTranspose16.java", unrolled(square(16), TRANSPOSE_16));
    texts.put("SingleRowChains.java", unrolled(square(16), ROW_CHAINS));
    write(root.resolve(VECTOR), texts);
  }

  /** The registers of a transposition. */
  private static Tile square(int rows) {
    return new Tile(rows, 1, 1, PANEL, "");
  }

  private static void putAll(
      Map<String, String> texts, String name, List<Tile> tiles, String template) {
    for (Tile tile : tiles) {
      String size = "%dx%d".formatted(tile.rows(), tile.vectors());
      putBoth(texts, name + size, unrolled(tile, template));
    }
  }

  private static void putBoth(Map<String, String> texts, String name, String text) {
    texts.put("Float" + name + ".java", text);
    texts.put(
        "Double" + name + ".java", text.replace("Float", "Double").replace("float", "double"));
  }

  /** Writes what has changed and deletes what is not derived any more. */
  private static void write(Path target, Map<String, String> texts) throws IOException {
    Files.createDirectories(target);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = target.resolve(text.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(text.getValue())) {
        Files.writeString(file, text.getValue());
      }
    }
    try (Stream<Path> files = Files.list(target)) {
      for (Path file : files.toList()) {
        if (!texts.containsKey(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  private static String unrolled(Tile tile, String template) {
    DeriveTiles derivation = new DeriveTiles(tile);
    derivation.unroll(template.lines().toList(), 0);
    return derivation.text.toString();
  }

  /** Unrolls lines over the letter of this number and those after it. */
  private void unroll(List<String> lines, int number) {
    if (number == LETTERS.length()) {
      lines.forEach(this::emit);
      return;
    }
    char letter = LETTERS.charAt(number);
    List<String> together = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean repeated = margin(lines.get(i)).indexOf(letter) >= 0;
      together.add(lines.get(i));
      boolean end = i + 1 == lines.size();
      if (!end && margin(lines.get(i + 1)).indexOf(letter) >= 0 == repeated) {
        continue;
      }
      if (repeated) {
        values(letter)
            .forEach(
                value -> {
                  numbers.put(letter, value);
                  unroll(together, number + 1);
                });
      } else {
        unroll(together, number + 1);
      }
      together.clear();
    }
  }

  private static String margin(String line) {
    return line.substring(0, line.indexOf('|'));
  }

  /** What a letter repeats its lines for; none leaves them out. */
  private IntStream values(char letter) {
    return switch (letter) {
      case 't' -> IntStream.range(0, tile.terms());
      case 'r' -> IntStream.range(0, tile.rows());
      case 'n' -> keptIf(numbers.get('r') > 0);
      case 's' -> keptIf(STORED.contains(numbers.get('r')));
      case 'v' -> IntStream.range(0, tile.vectors());
      case 'd' -> IntStream.iterate(1, d -> d < tile.rows(), d -> 2 * d);
      case 'x' -> IntStream.range(0, tile.rows()).filter(i -> (i & numbers.get('d')) == 0);
      case 'S' -> keptIf(tile.terms() > 1);
      case 'L' -> keptIf(tile.b() != PANEL);
      default -> keptIf(tile.b() == letter);
    };
  }

  private static IntStream keptIf(boolean condition) {
    return IntStream.range(0, condition ? 1 : 0);
  }

  private void emit(String line) {
    numbers.put('c', numbers.getOrDefault('r', 0) * tile.vectors() + numbers.getOrDefault('v', 0));
    numbers.put('y', numbers.getOrDefault('x', 0) + numbers.getOrDefault('d', 0));
    String code = line.substring(line.indexOf('|') + 1).replace("#NOTE", tile.note());
    for (Map.Entry<Character, Integer> number : numbers.entrySet()) {
      code =
          code.replace("#" + number.getKey(), number.getValue().toString())
              .replace("$" + number.getKey(), Integer.toHexString(number.getValue()));
    }
    text.append(simplified(code)).append('\n');
  }

  /** Leaves out factors of one and terms of zero, which nobody writes by hand. */
  private static String simplified(String code) {
    return code.replaceAll("\\b1 \\* (?=\\w)", "")
        .replaceAll("\\b0 \\* \\w+", "0")
        .replaceAll(" \\+ 0(?=[])])", "")
        .replace("(p)", "p");
  }
}
