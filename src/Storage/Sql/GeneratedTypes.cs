using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Types as a generator has written them down, but for those with members that have a value before one is read: generated code
/// makes null of what does not stand in the text, which reflection leaves alone.</summary>
internal sealed class GeneratedTypes(IJsonTypeInfoResolver generated, params Type[] initialised) : IJsonTypeInfoResolver
{
    private readonly DefaultJsonTypeInfoResolver reflected = new();

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        (initialised.Contains(type) ? reflected : generated).GetTypeInfo(type, options);
}
