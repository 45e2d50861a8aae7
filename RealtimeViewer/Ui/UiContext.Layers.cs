using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>Layers, so that what lies above (a menu, a dialog) takes pointer and keys from what lies below, and the keyboard's focus.</summary>
sealed partial class UiContext
{
    const float PressOutside = 1;

    List<(Box Box, int Layer)> _layers = new(8);
    List<(Box Box, int Layer)> _layersBefore = new(8);
    int _layer;
    int _layerAtPointer;
    int _keyLayer;
    int _keyLayerNext;
    int _focus; // the field that takes the keys
    int _wantedFocus;
    int _fieldBefore; // drawn before the current one, for Shift+Tab
    bool _isFocusDrawn;
    bool _isFocusGoingOn; // to the next field, for Tab

    /// <summary>Whether the keys belong to no field, menu or dialog above.</summary>
    public bool IsKeyboardFree => _focus == 0 && _layer >= _keyLayer && !IsMenuOpen;

    /// <summary>Whether the pointer is over the box, in sight, with nothing above it.</summary>
    public bool IsOver(Box box) => _layer >= _layerAtPointer && box.Contains(input.Pointer) && draw.IsInClip(input.Pointer);

    /// <summary>Until <see cref="EndLayer"/>, widgets lie above everything else in this box.</summary>
    /// <param name="isModal">Nothing outside takes the pointer or keys either.</param>
    public void BeginLayer(Box box, bool isModal = false)
    {
        _layer++;
        _layers.Add((isModal ? Window : box, _layer));
        if (isModal)
            _keyLayerNext = Math.Max(_keyLayerNext, _layer);
    }

    public void EndLayer() => _layer--;

    /// <summary>Gives the keyboard to a field from the next frame on.</summary>
    public void Focus(string name) => _wantedFocus = IdOf(name);

    /// <summary>Whether a field takes the keys.</summary>
    public bool HasFocus(string name) => _focus == IdOf(name);

    public void DropFocus() => _focus = 0;

    void BeginLayers()
    {
        (_layers, _layersBefore) = (_layersBefore, _layers);
        _layers.Clear();
        (_layer, _layerAtPointer, _keyLayer, _keyLayerNext) = (0, 0, _keyLayerNext, 0);
        foreach (var (box, layer) in _layersBefore)
            if (box.Contains(input.Pointer))
                _layerAtPointer = Math.Max(_layerAtPointer, layer);
    }

    void BeginFocus() => (_isFocusDrawn, _fieldBefore) = (false, 0);

    void EndFocus()
    {
        if (!_isFocusDrawn)
            _focus = 0;
        _isFocusGoingOn = false;
    }

    /// <summary>Whether this field just got the focus, by a request or by Tab in the one before.</summary>
    bool TakesFocus(int id)
    {
        if (_wantedFocus != id && !(_isFocusGoingOn && _focus == 0))
            return false;
        (_focus, _wantedFocus, _isFocusGoingOn) = (id, 0, false);
        return true;
    }

    bool IsPressedOutside(Box box) =>
        (input.WentDown(MouseButton.Left) || input.WentDown(MouseButton.Right)) && !IsOver(box.Inset(-PressOutside));
}
