// Functions of one element that need an exponential, several elements at a time, without branches or calls.

// e^x as 2^n in two factors, and the rest less 1. Range reduction by multiples of ln 2 in two parts (Cody and Waite,
// 1980), then the Taylor polynomial of degree 7.
struct exponential { vector first, second, rest; };

INLINE struct exponential exponential_parts(vector x) {
    // A NaN fails both comparisons and goes through.
    x = choose(x < -110.0f, (vector)-110.0f, x);
    x = choose(x > 90.0f, (vector)90.0f, x);
    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
    vector shifted = x * 1.44269504f + 12582912.0f, count = shifted - 12582912.0f;
    vector rest = (x - count * 0.693359375f) - count * -2.1219444e-4f;
    vector sum = 1.0f / 5040;
    sum = sum * rest + 1.0f / 720;
    sum = sum * rest + 1.0f / 120;
    sum = sum * rest + 1.0f / 24;
    sum = sum * rest + 1.0f / 6;
    sum = sum * rest + 0.5f;
    sum = sum * rest + 1.0f;
    // Two factors: n may lie beyond what one exponent holds.
    vector_mask whole = (vector_mask)shifted - 0x4B400000, half = whole >> 1;
    return (struct exponential){
        (vector)((half + 127) << 23), (vector)((whole - half + 127) << 23), sum * rest};
}

INLINE vector exponential(vector x) {
    struct exponential e = exponential_parts(x);
    return (e.rest + 1.0f) * e.first * e.second;
}

// e^x - 1, as exact near 0 as elsewhere.
INLINE vector exponential_minus_one(vector x) {
    struct exponential e = exponential_parts(x);
    vector power = e.first * e.second;
    return e.rest * e.first * e.second + (power - 1.0f);
}

INLINE vector magnitude(vector x) { return (vector)((vector_mask)x & 0x7FFFFFFF); }
INLINE vector with_sign_of(vector x, vector y) { return (vector)((vector_mask)x | ((vector_mask)y & ~0x7FFFFFFF)); }

// -m/(m + 2) with m = e^(-2|x|) - 1, under the sign of x.
INLINE vector tangent(vector x) {
    vector m = exponential_minus_one(magnitude(x) * -2.0f);
    return with_sign_of(-m / (m + 2.0f), x);
}

// 1 - erf z for z >= 0, to 1.5e-7. Source: Abramowitz and Stegun, 1964, 7.1.26.
INLINE vector error_tail(vector z) {
    vector t = 1.0f / (z * 0.3275911f + 1.0f);
    vector sum = t * 1.061405429f - 1.453152027f;
    sum = sum * t + 1.421413741f;
    sum = sum * t - 0.284496736f;
    sum = sum * t + 0.254829592f;
    return sum * t * exponential(-z * z);
}

// Near 0 its Taylor polynomial of degree 11.
INLINE vector error_function(vector x) {
    vector square = x * x, sum = -1.0f / 1320;
    sum = sum * square + 1.0f / 216;
    sum = sum * square - 1.0f / 42;
    sum = sum * square + 0.1f;
    sum = sum * square - 1.0f / 3;
    sum = sum * square + 1.0f;
    vector z = magnitude(x), far = with_sign_of(1.0f - error_tail(z), x);
    return choose(z < 0.5f, x * sum * 1.128379167f, far);
}

// ln(1 + t) for t from 0 to 1, as 2 artanh(t / (2 + t)).
INLINE vector logarithm_of_more(vector t) {
    vector s = t / (t + 2.0f), square = s * s, sum = 1.0f / 13;
    sum = sum * square + 1.0f / 11;
    sum = sum * square + 1.0f / 9;
    sum = sum * square + 1.0f / 7;
    sum = sum * square + 0.2f;
    sum = sum * square + 1.0f / 3;
    return s * 2.0f * (sum * square + 1.0f);
}

INLINE vector pointwise_value(enum ck_function function, float alpha, float beta, vector x) {
    switch (function) {
    case CK_EXPONENTIAL: return exponential(x);
    case CK_SIGMOID: return 1.0f / (exponential(-x) + 1.0f);
    case CK_TANGENT: return tangent(x);
    case CK_ERROR_FUNCTION: return error_function(x);
    case CK_SWISH: return x / (exponential(x * -alpha) + 1.0f);
    // 1 - erf: what the smaller tail holds.
    case CK_GELU: {
        vector tail = error_tail(magnitude(x) * 0.70710678f);
        return x * 0.5f * choose(x < 0.0f, tail, 2.0f - tail);
    }
    case CK_TANGENT_GELU: return x * 0.5f * (tangent((x * x * x * 0.044715f + x) * 0.79788456f) + 1.0f);
    case CK_ELU: return choose(x < 0.0f, exponential_minus_one(x * beta) * alpha, x);
    case CK_SOFTPLUS:
        return choose(x < 0.0f, (vector)0.0f, x) + logarithm_of_more(exponential(-magnitude(x)));
    // x tanh(ln(1 + e^x)) is x n / (n + 2) with n = e^x (e^x + 2); past 30 the fraction is 1, and n would overflow.
    case CK_MISH: {
        vector power = exponential(choose(x > 30.0f, (vector)30.0f, x)), numerator = power * (power + 2.0f);
        return x * (numerator / (numerator + 2.0f));
    }
    }
    return x;
}

INLINE void pointwise_loop(
    enum ck_function function, float alpha, float beta, const float *input, float *output, int64_t count) {
    int64_t i = 0;
    for (; i + W <= count; i += W) store(output + i, pointwise_value(function, alpha, beta, load(input + i)));
    if (i == count) return;
    float lanes[W] = {0};
    for (int64_t j = i; j < count; j++) lanes[j - i] = input[j];
    store_part(output + i, pointwise_value(function, alpha, beta, load(lanes)), count - i);
}

static void pointwise(
    enum ck_function function, float alpha, float beta, const float *input, float *output, int64_t count) {
    switch (function) {
#define LOOP(name) case name: pointwise_loop(name, alpha, beta, input, output, count); break;
    LOOP(CK_EXPONENTIAL) LOOP(CK_SIGMOID) LOOP(CK_TANGENT) LOOP(CK_ERROR_FUNCTION) LOOP(CK_SWISH) LOOP(CK_GELU)
    LOOP(CK_TANGENT_GELU) LOOP(CK_ELU) LOOP(CK_SOFTPLUS) LOOP(CK_MISH)
#undef LOOP
    }
}
