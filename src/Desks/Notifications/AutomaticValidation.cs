using Microsoft.Extensions.Options;

namespace OmoBroadcast.Desks.Notifications;

/// <summary>Refuses at start what names no store, or one twice; every message names its key.</summary>
internal sealed class AutomaticValidation : IValidateOptions<AutomaticOptions>
{
    public ValidateOptionsResult Validate(string? name, AutomaticOptions options)
    {
        var wrong = new List<string>();
        for (var at = 0; at < options.Stores.Count; at++)
        {
            var store = options.Stores[at].Store;
            if (store.Length == 0)
                wrong.Add($"{AutomaticOptions.Section}:Stores:{at}:Store is missing: the store's id, as in the staff list.");
            else if (options.Stores.Take(at).Any(earlier => earlier.Store == store))
                wrong.Add($"{AutomaticOptions.Section}:Stores:{at}:Store is there twice: '{store}'.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
